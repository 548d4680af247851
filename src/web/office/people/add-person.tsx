import { type FormEvent, useId, useState } from 'react';
import { refusalOf } from '../../staff/api.ts';
import { RefusedNote } from '../../staff/refused.tsx';
import { useStaffWords } from '../../staff/words.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/parts.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { RoleChoices } from './role-choices.tsx';
import { type Given, type Member, useMemberVerbs } from './use-members.ts';
import { useWords } from './words.ts';

/** Gives somebody who has an account here a place in the shop. */
export function AddPerson({ onClose, onAdded }: { onClose: () => void; onAdded: (member: Member) => void }) {
  const words = useWords();
  const staff = useStaffWords();
  const form = useId();
  const { add } = useMemberVerbs();
  const [email, setEmail] = useState('');
  const [roles, setRoles] = useState<Given[]>(['host']);
  const unknown = refusalOf(add.error)?.reason === 'not_found' ? add.variables?.email : undefined;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (add.isPending || roles.length === 0) return;
    add.mutate({ email: email.trim(), roles }, { onSuccess: onAdded });
  };

  return (
    <Sheet
      kind="side"
      detent="full"
      title={words.addTitle}
      words={staff}
      onClose={onClose}
      backCloses={false}
      footer={
        <Button type="submit" form={form} tone="solid" size="xl" wide busy={add.isPending} disabled={roles.length === 0}>
          {words.addAction}
        </Button>
      }
    >
      <form id={form} className="col g4" onSubmit={submit}>
        <Field
          label={words.email}
          type="email"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          required
          maxLength={254}
          autoComplete="off"
          hint={words.emailHint}
          error={unknown ? words.noAccount(unknown) : null}
        />
        <RoleChoices chosen={roles} onChange={setRoles} />
        {unknown ? null : <RefusedNote error={add.error} />}
      </form>
    </Sheet>
  );
}
