import type { ReadyAnswer } from '#contract/questions.ts';
import { done, type Outcome, refuse } from '#lib/outcome.ts';
import { type Actor, hasRole } from '#platform/actor.ts';
import { attempt } from '#platform/db.ts';
import type { ChatNeeds } from '../needs.ts';
import { countReady, deleteReady, findReadyOfOrg, lockReady, type ReadyRow, saveReady } from './ready.sql.ts';

const MOST = 500;

/** Answers written ahead. Approved are only words that a seller admin read. */
export function createReadyAnswers({ db, clock }: Pick<ChatNeeds, 'db' | 'clock'>) {
  const list = async (orgId: string): Promise<ReadyAnswer[]> => (await findReadyOfOrg(db, orgId, MOST)).map(view);

  function save(
    orgId: string,
    id: string,
    wish: Omit<ReadyAnswer, 'id'>,
    actor: Actor,
  ): Promise<Outcome<ReadyAnswer, 'not_allowed' | 'not_found' | 'too_many_answers'>> {
    return attempt(db, async (tx) => {
      const known = await lockReady(tx, id);
      if (known && known.org_id !== orgId) return refuse('not_found');
      if (!known && (await countReady(tx, orgId)) >= MOST) return refuse('too_many_answers');
      const isSame = known?.text === wish.text && known.product_id === wish.productId;
      const keepsApproval = isSame && known.approved_by !== null;
      const mayApprove = hasRole(actor, orgId, ['seller_admin']);
      if (wish.approved && !keepsApproval && !mayApprove) return refuse('not_allowed');
      const userId = actor.user!.id;
      const approvedBy = !wish.approved ? null : keepsApproval ? known.approved_by : userId;
      const row = { id, orgId, text: wish.text, productId: wish.productId, userId, approvedBy, at: new Date(clock.now()) };
      if (!(await saveReady(tx, row))) return refuse('not_found');
      return done({ id, ...wish });
    });
  }

  const remove = async (orgId: string, id: string): Promise<Outcome<void, 'not_found'>> =>
    (await deleteReady(db, orgId, id)) ? done(undefined) : refuse('not_found');

  return { list, save, remove };
}

const view = (row: ReadyRow): ReadyAnswer => ({
  id: row.id,
  text: row.text,
  productId: row.product_id,
  approved: row.approved_by !== null,
});
