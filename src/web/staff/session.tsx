import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect } from 'react';
import type { Me } from '#contract/accounts.ts';
import type { Role } from '#contract/route.ts';
import { Spinner } from '../ui/parts.tsx';
import { api, orThrow } from './api.ts';
import { Refused } from './refused.tsx';
import { useStaffWords } from './words.ts';

export type SignedIn = Me & { user: NonNullable<Me['user']> };
export type Membership = Me['memberships'][number];

const Context = createContext<SignedIn | null>(null);

/** Lets signed-in people through and sends others to sign in and back here. */
export function SignInGate({ children }: { children: ReactNode }) {
  const words = useStaffWords();
  const me = useQuery({ queryKey: ['me'], queryFn: () => orThrow(api.GET('/api/me')), staleTime: 60_000 });
  const user = me.data?.user;
  const mustSignIn = me.data !== undefined && !user;
  useEffect(() => {
    if (mustSignIn) location.assign(signInAddress());
  }, [mustSignIn]);

  if (me.error && !me.data) return <Refused error={me.error} onRetry={() => void me.refetch()} />;
  if (!me.data || !user) {
    return (
      <div className="state">
        <Spinner label={mustSignIn ? words.signingIn : words.loading} />
      </div>
    );
  }
  return <Context value={{ ...me.data, user }}>{children}</Context>;
}

export function useMe(): SignedIn {
  const me = useContext(Context);
  if (!me) throw new Error('useMe needs the sign-in gate above it');
  return me;
}

export const signInAddress = (): string => `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;

export const hasRole = (membership: Membership, ...roles: Role[]): boolean => membership.roles.some((role) => roles.includes(role));

const KEPT = 'organisation';
/** The organisation that this browser worked in last, when the person still belongs to it; else the first one. */
export function keptOrganisation(me: SignedIn): Membership | null {
  const slug = read(KEPT);
  return me.memberships.find(({ orgSlug }) => orgSlug === slug) ?? me.memberships[0] ?? null;
}
export function keepOrganisation(slug: string): void {
  try {
    localStorage.setItem(KEPT, slug);
  } catch {
    // Without storage the address still says which one.
  }
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
