import { useState } from 'react';
import type { StaffShow } from '#contract/shows.ts';
import { time } from '../../client/format.ts';
import { api } from '../../staff/api.ts';
import { GripVertical, Mic } from '../../staff/icons.ts';
import { useLanguage } from '../../staff/language.tsx';
import { RefusedNote } from '../../staff/refused.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { Plus, ShoppingBag, Trash } from '../../ui/icons.ts';
import { EmptyState, ProductPicture } from '../../ui/parts.tsx';
import { useShowVerb } from '../use-show.ts';
import { useWords } from '../words.ts';
import { bodyOf, type DraftPart, draftOf, isReady, MINUTES, PARTS_MAX, partsFromShelf, totalMinutes } from './draft-run.ts';
import { startsOf } from './reorder.ts';
import { useSorting } from './use-sorting.ts';

const newKey = () => crypto.randomUUID();

/** The parts of the show, in order. Nothing is sent before Save, so that a half-made order is never on air. */
export function RunEditor({ show, onSaved }: { show: StaffShow; onSaved?: () => void }) {
  const words = useWords();
  const [parts, setParts] = useState(() => draftOf(show.runOfShow));
  const [changed, setChanged] = useState(false);
  const edit = (next: DraftPart[]) => {
    setParts(next);
    setChanged(true);
  };
  const save = useShowVerb<DraftPart[]>(show, (params, draft) =>
    api.PUT('/api/orgs/{orgId}/shows/{showId}/run', { params, body: bodyOf(draft) }),
  );
  const onSave = () =>
    save.mutate(parts, {
      onSuccess: (next) => {
        setParts(draftOf(next.runOfShow));
        setChanged(false);
        onSaved?.();
      },
    });
  const missing = partsFromShelf(show, parts, newKey);
  const full = parts.length >= PARTS_MAX;

  return (
    <section className="card run-card" aria-labelledby="run-title">
      <header className="row between wrap pad">
        <Summary show={show} parts={parts} />
        <span className="row wrap">
          <Button
            size="sm"
            icon={<Plus size={16} />}
            disabled={full}
            onClick={() => edit([...parts, { key: newKey(), title: '', minutes: MINUTES.usual, productId: null, notes: '' }])}
          >
            {words.addPart}
          </Button>
          {missing.length > 0 ? (
            <Button
              size="sm"
              icon={<ShoppingBag size={16} />}
              disabled={full}
              onClick={() => edit([...parts, ...missing].slice(0, PARTS_MAX))}
            >
              {words.fromShelf(missing.length)}
            </Button>
          ) : null}
        </span>
      </header>
      {parts.length === 0 ? (
        <EmptyState title={words.noParts}>{words.noPartsBody}</EmptyState>
      ) : (
        <Parts show={show} parts={parts} onEdit={edit} />
      )}
      <footer className="pad col g3">
        <RefusedNote error={save.error} />
        {changed ? (
          <div className="row between wrap">
            <span className="m">{words.unsaved}</span>
            <Button tone="solid" busy={save.isPending} disabled={!isReady(parts)} onClick={onSave}>
              {words.saveRun}
            </Button>
          </div>
        ) : null}
      </footer>
    </section>
  );
}

function Summary({ show, parts }: { show: StaffShow; parts: readonly DraftPart[] }) {
  const words = useWords();
  const language = useLanguage();
  const minutes = totalMinutes(parts);
  const [, end] = startsOf([minutes, 0], show.startsAt);
  return (
    <div>
      <h2 id="run-title">{words.run}</h2>
      <p className="xs mm">
        {words.runLength(parts.length, minutes)} {end ? words.endsAt(time(end, 'clock', language)) : null}
      </p>
    </div>
  );
}

function Parts({ show, parts, onEdit }: { show: StaffShow; parts: DraftPart[]; onEdit: (next: DraftPart[]) => void }) {
  const words = useWords();
  const sorting = useSorting(parts, onEdit, words.movedTo);
  const starts = startsOf(
    parts.map((part) => part.minutes),
    show.startsAt,
  );
  const change = (at: number, part: Partial<DraftPart>) => onEdit(parts.map((old, place) => (place === at ? { ...old, ...part } : old)));
  return (
    <>
      <ol ref={sorting.list} className="parts">
        {parts.map((part, at) => (
          <li key={part.key} className={sorting.held === at ? 'held' : ''}>
            <button type="button" className="handle" aria-label={words.movePart(part.title || words.untitled)} {...sorting.handle(at)}>
              <GripVertical size={18} />
            </button>
            <Part
              show={show}
              part={part}
              startsAt={starts[at] ?? null}
              onChange={(next) => change(at, next)}
              onRemove={() => onEdit(parts.filter((_, place) => place !== at))}
            />
          </li>
        ))}
      </ol>
      <p className="sr" role="status">
        {sorting.said}
      </p>
    </>
  );
}

interface PartProps {
  show: StaffShow;
  part: DraftPart;
  startsAt: string | null;
  onChange: (part: Partial<DraftPart>) => void;
  onRemove: () => void;
}
function Part({ show, part, startsAt, onChange, onRemove }: PartProps) {
  const words = useWords();
  const language = useLanguage();
  const product = show.shelf.find((item) => item.product.id === part.productId)?.product;
  return (
    <>
      <span className="at b">{startsAt ? time(startsAt, 'clock', language) : ''}</span>
      {product ? (
        <ProductPicture src={product.image?.url ?? null} paper={product.paper} width="76%" />
      ) : (
        <span className="np" aria-hidden="true">
          <Mic size={17} />
        </span>
      )}
      <div className="fields">
        <input
          className="bare b"
          aria-label={words.partTitle}
          placeholder={words.partTitle}
          value={part.title}
          maxLength={120}
          onChange={(event) => onChange({ title: event.target.value })}
        />
        <textarea
          className="bare sm"
          rows={1}
          aria-label={words.partNotes}
          placeholder={words.partNotes}
          value={part.notes}
          maxLength={4000}
          onChange={(event) => onChange({ notes: event.target.value })}
        />
      </div>
      <label className="inp of-product">
        <span className="sr">{words.partProduct}</span>
        <select value={part.productId ?? ''} onChange={(event) => onChange({ productId: event.target.value || null })}>
          <option value="">{words.noProduct}</option>
          {show.shelf.map((item) => (
            <option key={item.product.id} value={item.product.id}>
              {item.product.title}
            </option>
          ))}
        </select>
      </label>
      <label className="inp minutes">
        <span className="sr">{words.partMinutes}</span>
        <input
          type="number"
          inputMode="numeric"
          min={MINUTES.least}
          max={MINUTES.most}
          value={Number.isNaN(part.minutes) ? '' : part.minutes}
          onChange={(event) => onChange({ minutes: event.target.valueAsNumber })}
        />
        <span className="mm sm" aria-hidden="true">
          min
        </span>
      </label>
      <IconButton label={words.removePart(part.title || words.untitled)} onClick={onRemove}>
        <Trash size={17} />
      </IconButton>
    </>
  );
}
