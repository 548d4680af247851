import { useState } from 'react';
import { RefusedNote } from '../../staff/refused.tsx';
import { useMe } from '../../staff/session.tsx';
import { useStaffWords } from '../../staff/words.ts';
import { Button } from '../../ui/button.tsx';
import { Trash } from '../../ui/icons.ts';
import { Avatar, Note } from '../../ui/parts.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { RoleChoices } from './role-choices.tsx';
import { GIVEN, type Given, type Member, useMemberVerbs } from './use-members.ts';
import { useWords } from './words.ts';

/** A refusal stands beside the button, through the mutation's own error. */
const shownBeside = () => {};

interface Props {
  member: Member;
  mayChange: boolean;
  onClose: () => void;
  onDone: (sentence: string) => void;
}

/** One person: what they may do, and the way out. Removing asks once more, in place. */
export function MemberSheet({ member, mayChange, onClose, onDone }: Props) {
  const words = useWords();
  const staff = useStaffWords();
  const me = useMe();
  const { setRoles, remove } = useMemberVerbs();
  const [roles, pickRoles] = useState<Given[]>(GIVEN.filter((role) => member.roles.includes(role)));
  const [sure, setSure] = useState(false);
  const same = GIVEN.every((role) => roles.includes(role) === member.roles.includes(role));
  // The promise, not the callback: the sheet is gone when the list comes back without this person.
  const tell = (done: Promise<unknown>, sentence: string) => void done.then(() => onDone(sentence)).catch(shownBeside);
  const save = () => tell(setRoles.mutateAsync({ userId: member.userId, roles }), words.saved(member.name));
  const leave = () => tell(remove.mutateAsync(member.userId), words.removed(member.name));

  return (
    <Sheet
      kind="side"
      detent="full"
      title={member.name}
      words={staff}
      onClose={onClose}
      backCloses={false}
      footer={
        mayChange ? (
          <Button tone="solid" size="xl" wide busy={setRoles.isPending} disabled={same || roles.length === 0} onClick={save}>
            {words.save}
          </Button>
        ) : null
      }
    >
      <div className="col g4">
        <div className="row">
          <Avatar name={member.name} src={null} size={48} />
          <p className="grow m">{member.email}</p>
        </div>
        <RoleChoices chosen={roles} onChange={pickRoles} disabled={!mayChange} />
        {mayChange ? null : <p className="xs mm">{words.readOnly}</p>}
        <RefusedNote error={setRoles.error ?? remove.error} />
        {mayChange && !sure ? (
          <Button tone="quiet" icon={<Trash size={17} />} onClick={() => setSure(true)}>
            {words.remove}
          </Button>
        ) : null}
        {sure ? (
          <Note tone="warn" role="alert">
            <b className="b">{words.removeSure(member.name)}</b>
            <p className="sm">{member.userId === me.user.id ? words.removeYourself : words.removeWhat}</p>
            <div className="row wrap sure">
              <Button tone="stop" size="sm" busy={remove.isPending} onClick={leave}>
                {words.remove}
              </Button>
              <Button size="sm" onClick={() => setSure(false)}>
                {words.keep}
              </Button>
            </div>
          </Note>
        ) : null}
      </div>
    </Sheet>
  );
}
