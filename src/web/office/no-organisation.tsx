import { AccountMenu } from '../staff/account-menu.tsx';
import { useMe } from '../staff/session.tsx';
import { useStaffWords } from '../staff/words.ts';
import { EmptyState, Logo } from '../ui/parts.tsx';
import { Store } from '../ui/icons.ts';
import { OpenShop } from './first-run/open-shop.tsx';
import { InstanceNote } from './instance-note.tsx';

/** Signed in, but nobody's colleague yet. An operator opens the first shop here. */
export function NoOrganisation() {
  const me = useMe();
  const words = useStaffWords();
  return (
    <div className="col solo">
      <header className="top">
        <Logo />
        <span className="end">
          <AccountMenu compact />
        </span>
      </header>
      <main id="main">
        {me.isOperator ? (
          <>
            <InstanceNote />
            <OpenShop />
          </>
        ) : (
          <EmptyState icon={<Store size={28} />} title={words.notMember}>
            {words.notMemberBody(me.user.email)}
          </EmptyState>
        )}
      </main>
    </div>
  );
}
