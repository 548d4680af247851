import { useEffect, useMemo, useRef, useState } from 'react';
import type { HoldWish, Order } from '#contract/orders.ts';
import { ask, type Refusal } from '../../client/api.ts';
import { useTools } from '../tools.tsx';
import { createWishes } from './wishes.ts';

export type Contact = { email: string; name: string; line1: string; postcode: string; city: string; country: string };
export type PayMethod = 'test_card' | 'test_bank';

/** Where a sale stands. The server decides every step; this only follows. */
export type SaleState =
  | { step: 'holding' }
  /** Units are reserved. `refusal`: why the last try to pay did not begin. */
  | { step: 'held'; order: Order; refusal: Refusal | null }
  /** The provider's page is open. */
  | { step: 'paying'; order: Order }
  | { step: 'declined'; order: Order }
  | { step: 'paid'; order: Order }
  | { step: 'expired'; order: Order }
  /** Nothing was reserved, and why. */
  | { step: 'refused'; refusal: Refusal };

const POLL_MS = 2000;
/** These are no answer about the wish itself: the same order is asked for again. */
const UNANSWERED = new Set<Refusal['reason']>(['unreachable', 'busy', 'too_many_requests', 'broken']);

export function useSale(first: Omit<HoldWish, 'orderId'>) {
  const { api } = useTools();
  const wishes = useMemo(() => createWishes(sessionStorage), []);
  const [state, setState] = useState<SaleState>({ step: 'holding' });
  const [busy, setBusy] = useState(false);
  const alive = useRef(true);
  /** What is asked for; the price in it is the one that the person saw last. */
  const wish = useRef(first);

  function follow(order: Order): void {
    if (!alive.current) return;
    const next = stateOf(order);
    if (next.step === 'paid' || next.step === 'expired') wishes.settle(wish.current);
    setState(next);
  }

  async function hold(): Promise<void> {
    setState({ step: 'holding' });
    for (let turn = 0; turn < 2; turn += 1) {
      const taken = wishes.take(wish.current);
      const answer = await ask(api.POST('/api/orders', { body: taken }));
      if (!alive.current) return;
      if (!answer.ok) {
        if (!UNANSWERED.has(answer.refusal.reason)) wishes.settle(wish.current);
        return setState({ step: 'refused', refusal: answer.refusal });
      }
      const order = answer.value as Order;
      // An earlier order of this tab that is over answers for itself; the person now wants a new one.
      const isOver =
        order.state === 'expired' ||
        order.state === 'released' ||
        order.state === 'refunded' ||
        (order.state === 'paid' && turn === 0 && wasPaidBefore(order));
      if (!isOver) return follow(order);
      wishes.settle(wish.current);
    }
  }

  async function pay(contact: Contact, method: PayMethod): Promise<void> {
    if (state.step !== 'held' && state.step !== 'declined') return;
    const { order } = state;
    const { email, ...address } = contact;
    setBusy(true);
    const answer = await ask(
      api.POST('/api/orders/{orderId}/pay', { params: { path: { orderId: order.id } }, body: { email, address, method } }),
    );
    setBusy(false);
    if (!alive.current) return;
    if (answer.ok) return follow(answer.value as Order);
    if (answer.refusal.reason === 'hold_expired') return follow({ ...order, state: 'expired' });
    if (answer.refusal.reason === 'already_paid') return refresh(order.id);
    setState({ step: 'held', order, refusal: answer.refusal });
  }

  async function refresh(orderId: string): Promise<void> {
    const answer = await ask(api.GET('/api/orders/{orderId}', { params: { path: { orderId } } }));
    if (answer.ok) follow(answer.value as Order);
  }

  /** Gives the units back, also when the sheet is simply closed: somebody else may want them. */
  function giveBack(): void {
    if (state.step !== 'held' && state.step !== 'declined') return;
    wishes.settle(wish.current);
    void ask(api.POST('/api/orders/{orderId}/release', { params: { path: { orderId: state.order.id } } }));
  }

  const orderId = 'order' in state ? state.order.id : null;
  const waits = state.step === 'paying';
  useEffect(() => {
    if (!waits || !orderId) return;
    const timer = setInterval(() => void refresh(orderId), POLL_MS);
    // The provider's page comes back to our own page inside the frame, which says so.
    const hear = (event: MessageEvent) => {
      if (event.origin === location.origin && (event.data as { type?: string } | null)?.type === 'etalage:payment-return')
        void refresh(orderId);
    };
    addEventListener('message', hear);
    return () => {
      clearInterval(timer);
      removeEventListener('message', hear);
    };
  }, [waits, orderId]);
  useEffect(() => {
    alive.current = true;
    void hold();
    return () => {
      alive.current = false;
    };
  }, []);

  return {
    state,
    busy,
    hold: () => void hold(),
    /** The person looked at another price and wants it at that. */
    accept: (expectedMinor: number) => {
      wish.current = { ...wish.current, expectedMinor };
      void hold();
    },
    pay: (contact: Contact, method: PayMethod) => void pay(contact, method),
    giveBack,
    refresh: () => orderId && void refresh(orderId),
  };
}

/** A paid order that was settled more than a moment ago belongs to an earlier purchase of this tab. */
const wasPaidBefore = (order: Order): boolean => order.paidAt !== null && Date.now() - Date.parse(order.paidAt) > 15_000;

function stateOf(order: Order): SaleState {
  if (order.state === 'paid') return { step: 'paid', order };
  if (order.state === 'expired' || order.state === 'released' || order.state === 'refunded') return { step: 'expired', order };
  const payment = order.payment?.state;
  if (payment === 'declined' || payment === 'cancelled') return { step: 'declined', order };
  if (order.state === 'paying' || payment === 'open') return { step: 'paying', order };
  return { step: 'held', order, refusal: null };
}
