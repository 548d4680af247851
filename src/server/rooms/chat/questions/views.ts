import type { QueuedQuestion, Question } from '#contract/questions.ts';
import type { QuestionRow } from './questions.sql.ts';

export const questionView = (row: QuestionRow): Question => ({
  id: row.id,
  text: row.text,
  author: row.author,
  name: row.name,
  at: row.asked_at.toISOString(),
  productId: row.product_id,
  state: row.state,
  answer: row.answered_at && { text: row.answer_text, name: row.answered_name!, at: row.answered_at.toISOString() },
});

export const queuedView = (row: QuestionRow, asked: number): QueuedQuestion => ({
  ...questionView(row),
  asked,
  assignee: row.assignee_id === null ? null : { userId: row.assignee_id, name: row.assignee_name! },
  assignedAt: row.assigned_at?.toISOString() ?? null,
});
