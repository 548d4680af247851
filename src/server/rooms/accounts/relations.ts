import { v7 as uuidv7 } from 'uuid';
import type { Clock } from '#lib/clock.ts';
import { done, type Outcome, refuse } from '#lib/outcome.ts';
import { attempt, type Db } from '#platform/db.ts';
import { findPersonByEmail } from './people.sql.ts';
import { endRelation, findRelations, insertRelation, type RelationKind, type RelationRow } from './relations.sql.ts';

/** Who is on a shop's side without working there. The shop says so, the person never does. */
export function createRelations({ db, clock }: { db: Db; clock: Clock }) {
  return {
    async list(orgId: string) {
      return (await findRelations(db, orgId)).map(view);
    },

    /** The person must have an account: a label follows a person, not a device. */
    add(
      orgId: string,
      addedBy: string,
      wish: { email: string; kind: RelationKind; about: string; note: string },
    ): Promise<Outcome<ReturnType<typeof view>, 'not_found' | 'relation_holds'>> {
      return attempt(db, async (tx) => {
        const person = await findPersonByEmail(tx, wish.email);
        if (!person) return refuse('not_found', { email: wish.email });
        const row = { ...wish, id: uuidv7(), orgId, userId: person.id, since: new Date(clock.now()), addedBy };
        if (!(await insertRelation(tx, row))) return refuse('relation_holds');
        return done(view((await findRelations(tx, orgId, row.id))[0]!));
      });
    },

    async end(orgId: string, id: string, userId: string): Promise<Outcome<void, 'not_found'>> {
      await endRelation(db, orgId, id, userId, new Date(clock.now()));
      return (await findRelations(db, orgId, id)).length > 0 ? done(undefined) : refuse('not_found');
    },
  };
}

const view = (row: RelationRow) => ({
  id: row.id,
  userId: row.user_id,
  name: row.name,
  email: row.email,
  kind: row.kind,
  about: row.about,
  note: row.note,
  since: row.since.toISOString(),
  until: row.until?.toISOString() ?? null,
  addedBy: row.added_by,
  endedBy: row.ended_by,
});
