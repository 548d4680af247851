import { createContext, useContext } from 'react';
import type { Role } from '#contract/route.ts';
import { hasRole, type Membership } from '../staff/session.tsx';

const Context = createContext<Membership | null>(null);
export const OrganisationProvider = Context.Provider;

/** The organisation whose office this is, and whether I hold one of these roles in it. */
export function useOrganisation(): Membership & { may: (...roles: Role[]) => boolean } {
  const membership = useContext(Context);
  if (!membership) throw new Error('useOrganisation needs the office shell above it');
  return { ...membership, may: (...roles) => hasRole(membership, ...roles) };
}
