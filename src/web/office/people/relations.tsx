import { useState } from 'react';
import { time } from '../../client/format.ts';
import { useLanguage } from '../../staff/language.tsx';
import { RowsSkeleton } from '../../staff/page-head.tsx';
import { Refused, RefusedNote } from '../../staff/refused.tsx';
import { Button } from '../../ui/button.tsx';
import { Plus } from '../../ui/icons.ts';
import { type Column, Table, Tag } from '../../ui/parts.tsx';
import { AddRelation } from './add-relation.tsx';
import { type Relation, useRelations, useRelationVerbs } from './use-relations.ts';
import { useWords } from './words.ts';

/** Who is on the shop's side without working there. Ended ones stay: what they said then keeps its label. */
export function Relations({ mayChange, onDone }: { mayChange: boolean; onDone: (sentence: string) => void }) {
  const words = useWords();
  const language = useLanguage();
  const relations = useRelations();
  const { end } = useRelationVerbs();
  const [adding, setAdding] = useState(false);
  const columns: Column<Relation>[] = [
    {
      key: 'person',
      head: words.person,
      cell: ({ name, email }) => (
        <>
          <b className="b">{name}</b>
          <span className="xs mm db">{email}</span>
        </>
      ),
    },
    {
      key: 'label',
      head: words.relationLabel,
      cell: ({ kind, about }) => (
        <>
          <Tag tone="line">{words.relations[kind]}</Tag> <span className="sm">{about}</span>
        </>
      ),
    },
    { key: 'note', head: words.relationNote, cell: ({ note }) => <span className="sm m">{note}</span> },
    {
      key: 'since',
      head: words.since,
      cell: ({ since, addedBy }) => (
        <>
          {time(since, 'day', language)} <span className="xs mm db">{words.by(addedBy)}</span>
        </>
      ),
    },
    {
      key: 'end',
      head: words.relationEnd,
      cell: (relation) =>
        relation.until !== null ? (
          <>
            {time(relation.until, 'day', language)} <span className="xs mm db">{words.by(relation.endedBy ?? '')}</span>
          </>
        ) : mayChange ? (
          <Button
            size="sm"
            aria-label={words.relationEndOf(words.relations[relation.kind], relation.name)}
            busy={end.isPending && end.variables === relation.id}
            onClick={() => end.mutate(relation.id, { onSuccess: () => onDone(words.relationEnded(relation.name)) })}
          >
            {words.relationEnd}
          </Button>
        ) : null,
    },
  ];

  return (
    <section className="relations">
      <div className="row between wrap">
        <h2>{words.relationsTitle}</h2>
        {mayChange ? (
          <Button icon={<Plus size={18} />} onClick={() => setAdding(true)}>
            {words.relationAdd}
          </Button>
        ) : null}
      </div>
      <p className="sm m">{words.relationsText}</p>
      <RefusedNote error={end.error} />
      {relations.data ? (
        <div className="card">
          <Table
            caption={words.relationsTitle}
            columns={columns}
            rows={relations.data.items}
            rowKey={({ id }) => id}
            empty={<p className="pad m">{words.relationsNone}</p>}
          />
        </div>
      ) : relations.error ? (
        <Refused error={relations.error} onRetry={() => void relations.refetch()} />
      ) : (
        <RowsSkeleton />
      )}
      {adding ? (
        <AddRelation
          onClose={() => setAdding(false)}
          onAdded={({ name }) => {
            setAdding(false);
            onDone(words.relationAdded(name));
          }}
        />
      ) : null}
    </section>
  );
}
