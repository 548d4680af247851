import { useState } from 'react';
import { Tabs } from '../../ui/parts.tsx';
import { useWords as useDeskWords } from '../moderation/words.ts';
import { useWords } from '../words.ts';
import { Chat } from './chat.tsx';
import { HeldLines } from './held-lines.tsx';
import { HostQuestions } from './host-questions.tsx';
import { OrdersFeed } from './orders-feed.tsx';
import type { Air } from './use-air.ts';
import '../moderation/moderation.css';

type Tab = 'chat' | 'questions' | 'orders' | 'held';

/** What people say, ask and buy, beside the picture on a desk and in a sheet on a phone. */
export function Talk({ air }: { air: Air }) {
  const words = useWords();
  const desk = useDeskWords();
  const [tab, setTab] = useState<Tab>('chat');
  const count = (label: string, of: number) => (of > 0 ? `${label} ${of}` : label);
  const tabs = [
    { key: 'chat', label: words.chat },
    ...(air.may.moderate ? [{ key: 'questions', label: count(desk.tabs.questions, air.questions.waiting.length) }] : []),
    ...(air.may.seeOrders ? [{ key: 'orders', label: words.ordersCount(air.show.totals.orders) }] : []),
    ...(air.may.moderate ? [{ key: 'held', label: count(desk.tabs.held, air.moderation.held.length) }] : []),
  ];
  return (
    <div className="talk">
      <Tabs label={words.talk} tabs={tabs} current={tab} onPick={(key) => setTab(key as Tab)} />
      {tab === 'orders' ? (
        <OrdersFeed show={air.show} />
      ) : tab === 'questions' ? (
        <HostQuestions air={air} />
      ) : tab === 'held' ? (
        <HeldLines air={air} />
      ) : (
        <Chat air={air} />
      )}
    </div>
  );
}
