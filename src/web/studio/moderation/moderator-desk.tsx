import { useState } from 'react';
import type { StaffShow } from '#contract/shows.ts';
import { OfflineBanner } from '../../staff/connection.tsx';
import { PageSkeleton } from '../../staff/page-head.tsx';
import { Refused } from '../../staff/refused.tsx';
import { Lock } from '../../ui/icons.ts';
import { EmptyState, Tabs } from '../../ui/parts.tsx';
import { useNarrow } from '../use-narrow.ts';
import { useMay, useShow } from '../use-show.ts';
import { Announcer } from './announcer.tsx';
import { ChatColumn } from './chat-column.tsx';
import { DecisionBar } from './decision-bar.tsx';
import { DecisionButtons } from './decision-buttons.tsx';
import { HeldColumn } from './held-column.tsx';
import { People } from './people.tsx';
import { QuestionColumn } from './question-column.tsx';
import { Sheets } from './sheets.tsx';
import { SlowMode } from './slow-mode.tsx';
import { DeskTopBar, PhoneTopBar } from './top-bar.tsx';
import { type Console, useConsole } from './use-console.ts';
import { type Desk, useDesk } from './use-desk.ts';
import { useWords } from './words.ts';
import './moderation.css';

const NARROW = '(max-width: 1080px)';

/** The moderator's desk: beside the host's studio on a screen of its own, or on a phone beside the host's. */
export function ModeratorDesk({ showId }: { showId: string }) {
  const show = useShow(showId);
  if (!show.data) return show.error ? <Refused error={show.error} onRetry={() => void show.refetch()} /> : <PageSkeleton />;
  return <Allowed show={show.data} />;
}

function Allowed({ show }: { show: StaffShow }) {
  const words = useWords();
  const may = useMay(show.orgId).moderate;
  if (may) return <TheDesk show={show} />;
  return (
    <main className="state">
      <EmptyState icon={<Lock size={28} />} title={words.desk}>
        {words.notFor}
      </EmptyState>
    </main>
  );
}

function TheDesk({ show }: { show: StaffShow }) {
  const words = useWords();
  const room = useConsole(show);
  const desk = useDesk(room);
  const narrow = useNarrow(NARROW);
  return (
    <div className={`mdesk ${narrow ? 'phone' : ''}`} data-theme="dark">
      <OfflineBanner />
      {room.online && room.view.status === 'lost' ? (
        <p className="offline" role="status">
          {words.reconnecting}
        </p>
      ) : null}
      <Announcer room={room} />
      {narrow ? <OnPhone room={room} desk={desk} /> : <OnDesk room={room} desk={desk} />}
      <Sheets room={room} desk={desk} />
    </div>
  );
}

/** Three columns: what waits for a decision, what people say, what they ask. */
function OnDesk({ room, desk }: { room: Console; desk: Desk }) {
  return (
    <>
      <DeskTopBar room={room} desk={desk} />
      <main className="mcols">
        <HeldColumn room={room} desk={desk} withKeys />
        <ChatColumn room={room} desk={desk}>
          <DecisionBar moderation={room.moderation} />
        </ChatColumn>
        <QuestionColumn room={room} desk={desk} />
      </main>
    </>
  );
}

type Tab = 'held' | 'chat' | 'questions' | 'people';

/** One thing at a time, and the four decisions under the thumb. */
function OnPhone({ room, desk }: { room: Console; desk: Desk }) {
  const words = useWords();
  const [tab, setTab] = useState<Tab>('held');
  const count = (label: string, of: number) => (of > 0 ? `${label} ${of}` : label);
  const tabs = [
    { key: 'held', label: count(words.tabs.held, room.moderation.held.length) },
    { key: 'chat', label: words.tabs.chat },
    { key: 'questions', label: count(words.tabs.questions, room.questions.waiting.length) },
    { key: 'people', label: words.tabs.people },
  ];
  return (
    <>
      <PhoneTopBar room={room} desk={desk} />
      <Tabs label={words.tabsLabel} tabs={tabs} current={tab} onPick={(key) => setTab(key as Tab)} />
      <main className="mone">
        {tab === 'held' ? (
          <>
            <HeldColumn room={room} desk={desk}>
              <SlowMode room={room} />
            </HeldColumn>
            <DecisionBar moderation={room.moderation} />
            {room.held.now ? <DecisionButtons line={room.held.now} desk={desk} large /> : null}
          </>
        ) : tab === 'chat' ? (
          <ChatColumn room={room} desk={desk}>
            <DecisionBar moderation={room.moderation} />
          </ChatColumn>
        ) : tab === 'questions' ? (
          <QuestionColumn room={room} desk={desk} narrow />
        ) : (
          <>
            <People room={room} desk={desk} />
            <DecisionBar moderation={room.moderation} />
          </>
        )}
      </main>
    </>
  );
}
