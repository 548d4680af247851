import type { Me, Organisation } from '#contract/accounts.ts';

export type StepKey = 'facts' | 'products' | 'payment' | 'people' | 'protect' | 'show';
export interface Step {
  readonly key: StepKey;
  readonly done: boolean;
}
export interface Facts {
  readonly user: NonNullable<Me['user']>;
  readonly org: Organisation;
  readonly products: { readonly count: number; readonly more: boolean; readonly pictures: readonly (string | null)[] };
  /** Null when my role may not see the people. */
  readonly people: number | null;
  readonly firstShow: string | null;
}

const SHELF_WANTS = 3;

/** In the order in which one leans on another. Everything is read from what is there; nobody ticks a box. */
export function stepsOf({ user, org, products, people, firstShow }: Facts): Step[] {
  const all: (Step | null)[] = [
    { key: 'facts', done: Boolean(org.legalName && org.city && org.about) },
    { key: 'protect', done: user.twoFactor || user.passkeys > 0 },
    { key: 'products', done: products.count >= SHELF_WANTS },
    { key: 'payment', done: org.takesOrders },
    people === null ? null : { key: 'people', done: people > 1 },
    { key: 'show', done: firstShow !== null },
  ];
  return all.filter((step) => step !== null);
}
