import { useNavigate, useParams } from '@tanstack/react-router';
import { PageHead } from '../../staff/page-head.tsx';
import { Tabs } from '../../ui/parts.tsx';
import { useOrganisation } from '../organisation.tsx';
import { Bans } from './bans.tsx';
import { ReadyAnswers } from './ready-answers.tsx';
import { WordLists } from './word-lists.tsx';
import { useWords } from './words.ts';
import './chat.css';

const PARTS = { words: WordLists, bans: Bans, ready: ReadyAnswers };
type Part = keyof typeof PARTS;

/** What holds in the chat of every show: the words, who may not speak, and answers written ahead. */
export default function ChatSection() {
  const words = useWords();
  const navigate = useNavigate();
  const { orgName, may } = useOrganisation();
  const { org = '', id } = useParams({ strict: false }) as { org?: string; id?: string };
  const mayAnswer = may('moderator', 'host', 'producer', 'seller_admin');
  const parts = (Object.keys(PARTS) as Part[]).filter((part) => part !== 'ready' || mayAnswer);
  const current = parts.find((part) => part === id) ?? 'words';
  const Shown = PARTS[current];
  return (
    <>
      <PageHead title={words.title} under={orgName} />
      <div className="page-body chat-office">
        <Tabs
          label={words.parts}
          tabs={parts.map((key) => ({ key, label: words.tabs[key] }))}
          current={current}
          onPick={(part) => void navigate({ to: '/$org/chat/{-$id}', params: { org, id: part } })}
        />
        <Shown />
      </div>
    </>
  );
}
