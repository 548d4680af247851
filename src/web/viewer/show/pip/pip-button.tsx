import { IconButton } from '../../../ui/button.tsx';
import { PictureInPicture } from '../../../ui/icons.ts';
import { useWords } from '../../words.ts';
import type { Pip } from './use-pip.ts';

/** Not there where the browser has no small window. */
export function PipButton({ pip }: { pip: Pip }) {
  const w = useWords().pip;
  if (!pip.kind) return null;
  return (
    <IconButton className="glass pip-b" label={pip.open ? w.back : w.open} onClick={pip.toggle}>
      <PictureInPicture size={20} />
    </IconButton>
  );
}

/** In the place of the picture while it is elsewhere. */
export function PipAway({ pip }: { pip: Pip }) {
  const w = useWords().pip;
  if (!pip.window) return null;
  return (
    <div className="pip-away" role="status">
      <p>{w.elsewhere}</p>
      <button type="button" className="btn" onClick={pip.toggle}>
        {w.back}
      </button>
    </div>
  );
}
