import type { ShowCard } from '#contract/shows.ts';
import { Button } from '../ui/button.tsx';
import { Calendar } from '../ui/icons.ts';
import { calendarFile } from './calendar.ts';
import { useWords } from './words.ts';

/** Puts the show in the reader's own calendar; nothing is sent anywhere. */
export function CalendarButton({
  show,
  big = false,
}: {
  show: Pick<ShowCard, 'id' | 'slug' | 'title' | 'startsAt' | 'shop'>;
  big?: boolean;
}) {
  const w = useWords();
  if (!show.startsAt) return null;
  const save = () => {
    const file = new Blob([calendarFile({ ...show, startsAt: show.startsAt! }, location.origin, Date.now())], { type: 'text/calendar' });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(file);
    link.download = `${show.slug}.ics`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };
  return (
    <Button onClick={save} tone={big ? 'solid' : 'plain'} size={big ? 'xl' : 'md'} wide={big} icon={<Calendar size={18} />}>
      <span>{w.addToCalendar}</span>
    </Button>
  );
}
