import type { ProductAnswer } from '#contract/questions.ts';
import { ask } from '../../client/api.ts';
import { time } from '../../client/format.ts';
import { useCrowdWords } from '../show/crowd/words.ts';
import { linkTo, spell } from '../replay/replay-facts.ts';
import { useLoad, useTools } from '../tools.tsx';
import { useLanguage } from '../words.ts';

const SHOWN = 8;

/** What people asked about a product in shows, and were answered. Nothing stands here when nothing was. */
export function ProductAnswers({ productId }: { productId: string }) {
  const w = useCrowdWords();
  const { api } = useTools();
  const loaded = useLoad<{ items: ProductAnswer[] }>(productId, () =>
    ask(api.GET('/api/products/{productId}/answers', { params: { path: { productId } } })),
  );
  const items = loaded.state === 'ready' ? loaded.value.items : [];
  if (items.length === 0) return null;
  return (
    <section className="card pad said-in-shows" aria-labelledby="asked-in-shows">
      <h2 id="asked-in-shows">{w.askedInShows}</h2>
      <ul>
        {items.slice(0, SHOWN).map((item) => (
          <Answered key={item.questionId} item={item} />
        ))}
      </ul>
    </section>
  );
}

function Answered({ item }: { item: ProductAnswer }) {
  const w = useCrowdWords();
  const language = useLanguage();
  const day = time(item.at, 'day', language);
  return (
    <li>
      <p className="b" dir="auto">
        {item.question}
      </p>
      {item.answer === null ? null : <p dir="auto">{item.answer}</p>}
      <p className="xs m">
        {item.replayAtMs === null ? (
          w.saidBy(item.answeredBy, item.showTitle, day)
        ) : (
          <>
            {w.saidBy(item.answeredBy, item.showTitle, day)}{' '}
            <a href={linkTo(item.showSlug, item.replayAtMs)}>{w.watchAt(spell(item.replayAtMs))}</a>
          </>
        )}
      </p>
    </li>
  );
}
