import type { Role } from '#contract/route.ts';
import type { Language } from '#contract/common.ts';

/** Who asks. Roles are read per request, so that taking a role away works at once. */
export interface Actor {
  /** Opaque id of this device or person; null until a `visitor` route made one. */
  readonly visitorId: string | null;
  /** The name shown in chat. */
  readonly name: string | null;
  readonly user: { readonly id: string; readonly email: string; readonly name: string } | null;
  readonly roles: ReadonlyMap<string, readonly Role[]>;
  readonly isOperator: boolean;
  /** Organisations (or `INSTANCE`) that demand a second step which this session did not take; absent means none. */
  readonly secondFactorDue?: ReadonlySet<string>;
  readonly language: Language;
}

/** Stands for the instance itself where an organisation id could be. */
export const INSTANCE = 'instance';

export const hasRole = (actor: Actor, orgId: string, roles: readonly Role[]): boolean =>
  (actor.roles.get(orgId) ?? []).some((role) => roles.includes(role)) || (actor.isOperator && roles.includes('operator'));

/** The role may be there while the second step is not. An operator acts in every organisation by the rule of the instance. */
export function needsSecondFactor(actor: Actor, orgId: string, roles: readonly Role[]): boolean {
  const byMembership = (actor.roles.get(orgId) ?? []).some((role) => roles.includes(role));
  return actor.secondFactorDue?.has(byMembership ? orgId : INSTANCE) ?? false;
}
