import { useState } from 'react';
import { time } from '../../client/format.ts';
import { useLanguage } from '../../staff/language.tsx';
import { PageHead, RowsSkeleton } from '../../staff/page-head.tsx';
import { Refused } from '../../staff/refused.tsx';
import { useMe } from '../../staff/session.tsx';
import { Button } from '../../ui/button.tsx';
import { CircleCheck, Info, Plus, ShieldCheck } from '../../ui/icons.ts';
import { Avatar, type Column, Note, Table, Tag, Toast } from '../../ui/parts.tsx';
import { useOrganisation } from '../organisation.tsx';
import { useShop } from '../use-shop.ts';
import { useWords as useOfficeWords } from '../words.ts';
import { AddPerson } from './add-person.tsx';
import { MemberSheet } from './member-sheet.tsx';
import { Relations } from './relations.tsx';
import { type Member, useMembers } from './use-members.ts';
import { useWords } from './words.ts';
import './people.css';

/** Who works in this shop, what each may do, and whether a second step guards them. */
export default function People() {
  const words = useWords();
  const { orgName, may } = useOrganisation();
  const members = useMembers();
  const [adding, setAdding] = useState(false);
  const [openedId, setOpenedId] = useState<string | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const mayChange = may('seller_admin', 'operator');
  const opened = members.data?.items.find(({ userId }) => userId === openedId);
  const finish = (sentence: string) => {
    setAdding(false);
    setOpenedId(null);
    setSaid(sentence);
  };

  return (
    <>
      <PageHead title={words.title} under={orgName}>
        {mayChange ? (
          <Button tone="solid" icon={<Plus size={18} />} onClick={() => setAdding(true)}>
            {words.add}
          </Button>
        ) : null}
      </PageHead>
      <div className="page-body people">
        {members.data ? (
          <>
            <SecondStepNote members={members.data.items} />
            <Roster members={members.data.items} onOpen={setOpenedId} />
            <Relations mayChange={mayChange} onDone={finish} />
          </>
        ) : members.error ? (
          <Refused error={members.error} onRetry={() => void members.refetch()} />
        ) : (
          <RowsSkeleton />
        )}
      </div>
      {adding ? <AddPerson onClose={() => setAdding(false)} onAdded={({ name }) => finish(words.added(name))} /> : null}
      {opened ? (
        <MemberSheet key={opened.userId} member={opened} mayChange={mayChange} onClose={() => setOpenedId(null)} onDone={finish} />
      ) : null}
      {said ? (
        <Toast onDone={() => setSaid(null)}>
          <CircleCheck size={17} /> {said}
        </Toast>
      ) : null}
    </>
  );
}

/** Says why somebody cannot change anything, before they ask. */
function SecondStepNote({ members }: { members: readonly Member[] }) {
  const words = useWords();
  const shop = useShop();
  const missing = members.filter(({ twoFactor }) => !twoFactor).length;
  if (!shop.data) return null;
  if (shop.data.secondFactorWaived) {
    return (
      <Note tone="info" icon={<Info size={17} />}>
        <b className="b">{words.waivedTitle}</b> {words.waived}
      </Note>
    );
  }
  return missing > 0 ? (
    <Note tone="warn" icon={<ShieldCheck size={17} />}>
      {words.missing(missing)}
    </Note>
  ) : null;
}

function Roster({ members, onOpen }: { members: readonly Member[]; onOpen: (userId: string) => void }) {
  const words = useWords();
  const { roles } = useOfficeWords();
  const language = useLanguage();
  const me = useMe();
  const columns: Column<Member>[] = [
    {
      key: 'person',
      head: words.person,
      cell: (member) => (
        <button type="button" className="person" aria-label={words.change(member.name)} onClick={() => onOpen(member.userId)}>
          <Avatar name={member.name} src={null} />
          <span>
            <b className="b">{member.name}</b> {member.userId === me.user.id ? <span className="mm">({words.you})</span> : null}
            <span className="xs mm db">{member.email}</span>
          </span>
        </button>
      ),
    },
    {
      key: 'roles',
      head: words.roles,
      cell: (member) => (
        <span className="row wrap">
          {member.roles.map((role) => (
            <Tag key={role} tone="line">
              {roles[role]}
            </Tag>
          ))}
        </span>
      ),
    },
    {
      key: 'second',
      head: words.secondStep,
      cell: ({ twoFactor }) => <Tag tone={twoFactor ? 'proof' : 'warn'}>{twoFactor ? words.on : words.notYet}</Tag>,
    },
    { key: 'since', head: words.since, cell: ({ joinedAt }) => time(joinedAt, 'day', language), numeric: true },
  ];
  return (
    <div className="card">
      <Table
        caption={words.table}
        columns={columns}
        rows={members}
        rowKey={({ userId }) => userId}
        onRow={({ userId }) => onOpen(userId)}
      />
    </div>
  );
}
