import type { z } from 'zod';
import type { ReasonCode } from './reasons.ts';

export const ROLES = ['host', 'producer', 'moderator', 'seller_admin', 'operator'] as const;
export type Role = (typeof ROLES)[number];

/**
 * Who may call a route. A route without one does not start.
 * `anyone`: no session needed. `visitor`: a guest or a signed-in person; a guest is made on the way.
 * `member`: signed in. `staff`: one of the roles in the organisation named by `:orgId` in the path.
 * `operator`: operator of this instance. `secret`: the request carries its own proof (a ticket, a key, a signature).
 */
export type Access =
  | { readonly who: 'anyone' }
  | { readonly who: 'visitor' }
  | { readonly who: 'member' }
  | { readonly who: 'staff'; readonly roles: readonly Role[] }
  | { readonly who: 'operator' }
  | { readonly who: 'secret'; readonly proof: string };

export const anyone: Access = { who: 'anyone' };
export const visitor: Access = { who: 'visitor' };
export const member: Access = { who: 'member' };
export const operator: Access = { who: 'operator' };
export const staff = (...roles: Role[]): Access => ({ who: 'staff', roles });
export const secret = (proof: string): Access => ({ who: 'secret', proof });
export const EVERY_STAFF_ROLE: readonly Role[] = ROLES;

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One JSON route: the server implements it, OpenAPI describes it, the web client is typed by it. */
export interface RouteContract {
  readonly method: Method;
  /** Fastify path, `:name` for parameters. */
  readonly path: string;
  readonly access: Access;
  readonly summary: string;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** The 200 body; absent means 204 without a body. */
  readonly response?: z.ZodType;
  /** True where everybody gets the same: who asks is not looked up. */
  readonly sameForAll?: true;
  /** Beyond the refusals that any route may give. */
  readonly refuses?: readonly ReasonCode[];
  /** Requests per minute and per caller; absent means the default. */
  readonly ratePerMinute?: number;
  /** Who shares that budget: a device (its cookies; the default), or everybody behind one address, for guessing. */
  readonly rateBy?: 'address';
  /** False where an answer carries a secret or a cookie: an `Idempotency-Key` is then ignored, nothing is kept. */
  readonly keepsAnswer?: false;
  /** Largest JSON body in bytes; absent means 256 kB. */
  readonly bodyLimit?: number;
}

export const route = <const R extends RouteContract>(contract: R): R => contract;
