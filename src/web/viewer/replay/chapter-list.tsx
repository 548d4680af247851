import { type MouseEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { Chapter, ReplayQuestion } from '#contract/replay.ts';
import type { Show } from '#contract/shows.ts';
import { money } from '../../client/format.ts';
import { Button } from '../../ui/button.tsx';
import { Mic, Search, Users } from '../../ui/icons.ts';
import { ProductPicture } from '../../ui/parts.tsx';
import { useNumber } from '../show/counters.tsx';
import { soldOut } from '../show/show-facts.ts';
import { useLanguage } from '../words.ts';
import { ChapterQuestions, questionsIn } from './answered.tsx';
import { chapterName } from './chapter-name.ts';
import { linkTo, priceStory, soldVariant, spell, windowAround } from './replay-facts.ts';
import { useReplayWords } from './words.ts';

/** So many rows a phone lays out without a thought; a show of 72 hours has a thousand. */
const MOST_ROWS = 60;
const SEARCH_FROM = 10;

interface ListProps {
  show: Show;
  chapters: readonly Chapter[];
  questions: readonly ReplayQuestion[];
  current: Chapter | null;
  nowMs: number;
  onGo: (positionMs: number) => void;
}

export function ChapterList({ show, chapters, questions, current, nowMs, onGo }: ListProps) {
  const r = useReplayWords();
  const [search, setSearch] = useState('');
  // Where the window stands when somebody moved it; else it goes along with the picture.
  const [around, setAround] = useState<number | null>(null);
  const wanted = search.trim().toLocaleLowerCase();
  const isWanted = (text: string) => text.toLocaleLowerCase().includes(wanted);
  const found = chapters.filter(
    (chapter) => wanted === '' || isWanted(chapterName(chapter, r)) || questionsIn(chapter, questions).some(({ text }) => isWanted(text)),
  );
  const here =
    around ??
    Math.max(
      0,
      found.findIndex((chapter) => chapter.id === current?.id),
    );
  const { from, shown } = windowAround(found, here, MOST_ROWS);
  const after = found.length - from - shown.length;
  const list = useRef<HTMLOListElement>(null);
  useFollowing(list, current?.id);
  const left = show.shelf.filter((item) => !soldOut(item.product, {})).length;

  return (
    <section className="chs" aria-labelledby="chapters">
      <div className="row between wrap">
        <h2 id="chapters">{r.chapters(chapters.length)}</h2>
        <span className="sm m">{r.shelfCount(show.shelf.length, left)}</span>
      </div>
      {chapters.length >= SEARCH_FROM ? (
        <div className="inp shelf-q">
          <Search size={18} aria-hidden="true" />
          <input
            type="search"
            value={search}
            onChange={(event) => {
              setSearch(event.currentTarget.value);
              setAround(null);
            }}
            placeholder={r.searchChapters}
            aria-label={r.searchChapters}
          />
        </div>
      ) : null}
      {found.length === 0 ? <p className="m sm">{r.nothingMatches}</p> : null}
      {from > 0 ? (
        <Button size="sm" wide onClick={() => setAround(Math.max(0, here - MOST_ROWS))}>
          {r.earlier(from)}
        </Button>
      ) : null}
      <ol ref={list}>
        {shown.map((chapter) => (
          <li key={chapter.id}>
            <ChapterRow show={show} chapter={chapter} isOn={chapter.id === current?.id} nowMs={nowMs} onGo={onGo} />
            <ChapterQuestions show={show} questions={questionsIn(chapter, questions)} onGo={onGo} />
          </li>
        ))}
      </ol>
      {after > 0 ? (
        <Button size="sm" wide onClick={() => setAround(Math.min(found.length - 1, here + MOST_ROWS))}>
          {r.later(after)}
        </Button>
      ) : null}
    </section>
  );
}

/** On a desk the list scrolls in its own column: the chapter that begins comes into view, unless a hand is in the list. */
function useFollowing(list: RefObject<HTMLOListElement | null>, currentId: number | undefined): void {
  useEffect(() => {
    const box = list.current;
    const row = box?.querySelector<HTMLElement>('.ch.on');
    if (!box || !row || box.scrollHeight <= box.clientHeight || box.matches(':hover, :focus-within')) return;
    const top = row.offsetTop - box.offsetTop;
    if (top < box.scrollTop || top + row.offsetHeight > box.scrollTop + box.clientHeight) box.scrollTop = top - row.offsetHeight;
  }, [list, currentId]);
}

function ChapterRow({
  show,
  chapter,
  isOn,
  nowMs,
  onGo,
}: {
  show: Show;
  chapter: Chapter;
  isOn: boolean;
  nowMs: number;
  onGo: (positionMs: number) => void;
}) {
  const r = useReplayWords();
  const language = useLanguage();
  const number = useNumber();
  const { product, asked } = chapter;
  const item = show.shelf.find((entry) => entry.product.id === product?.id) ?? null;
  const variant = item && product?.isOnSale ? soldVariant(item, asked, nowMs) : null;
  const story = priceStory(asked, item?.product.variants.find((entry) => entry.id === asked?.variantId) ?? null, nowMs);
  const gone = item !== null && soldOut(item.product, {});
  const follow = (event: MouseEvent) => {
    // A link, so that it can be copied and opened elsewhere; a plain tap stays here.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    onGo(chapter.atMs);
  };

  return (
    <a
      className={`ch ${isOn ? 'on' : ''}`}
      href={linkTo(show.slug, chapter.atMs)}
      aria-current={isOn ? 'true' : undefined}
      onClick={follow}
    >
      <b className="ch-at">{spell(chapter.atMs)}</b>
      {product ? (
        <ProductPicture src={product.imageUrl} paper={product.paper} width="70%" />
      ) : (
        <span className="ch-talk">{chapter.id === 0 ? <Mic size={20} aria-hidden="true" /> : <Users size={20} aria-hidden="true" />}</span>
      )}
      <span className="grow">
        <b className="b">{chapterName(chapter, r)}</b>
        {product && !product.isOnSale ? (
          <span className="xs stopc">{r.offSale}</span>
        ) : gone ? (
          <span className="xs stopc">{r.soldOut}</span>
        ) : story.kind === 'other' || story.kind === 'offer_over' ? (
          <span className="xs m">{r.askedShort(money(story.asked.price, language))}</span>
        ) : variant ? (
          <span className="xs m">{r.inStock(number(variant.left))}</span>
        ) : product && chapter.title && chapter.title !== product.title ? (
          <span className="xs m">{chapter.title}</span>
        ) : null}
      </span>
      {variant ? <b className="d">{money(variant.facts.price, language)}</b> : null}
      {isOn ? <span className="sr">{r.now}</span> : null}
    </a>
  );
}
