import { useQuery } from '@tanstack/react-query';
import { api, orThrow } from '../staff/api.ts';
import { TriangleAlert } from '../ui/icons.ts';
import { Note } from '../ui/parts.tsx';
import { useWords } from './words.ts';

const LOOK_MS = 60_000;
const GB = 1024 ** 3;

/** Above every section of the office, for operators: what will hurt the shops of this instance when nobody looks. The worst first, one at a time. */
export function InstanceNote() {
  const words = useWords();
  const { data } = useQuery({
    queryKey: ['instance-health'],
    queryFn: () => orThrow(api.GET('/api/instance/health')),
    refetchInterval: LOOK_MS,
  });
  if (!data) return null;
  const { disk, storage, notRecorded } = data;
  const free = disk ? words.gigabytes(disk.freeBytes / GB) : '';
  const full = disk?.level === 'full' || notRecorded > 0;
  if (!full && disk?.level !== 'low' && !storage) return null;
  return (
    <Note tone={full ? 'stop' : 'warn'} role={full ? 'alert' : 'status'} icon={<TriangleAlert size={17} />}>
      <b className="b">{full ? words.notRecorded(notRecorded) : disk?.level === 'low' ? words.diskLow(free) : words.storageAway}</b>{' '}
      {full || disk?.level === 'low' ? words.makeRoom(free) : words.storageAwayBody}
    </Note>
  );
}
