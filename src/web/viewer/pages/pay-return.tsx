import { useEffect } from 'react';
import type { Order } from '#contract/orders.ts';
import { ask } from '../../client/api.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { EmptyState, Spinner } from '../../ui/parts.tsx';
import { Refused } from '../problems.tsx';
import { orderPath, Slip } from '../sale/paid.tsx';
import { useLoad, useTools } from '../tools.tsx';
import { useWords } from '../words.ts';

const POLL_MS = 2000;
const inFrame = (): boolean => window.parent !== window;

/** Where the payment provider sends people back to. Inside the checkout it only tells the page around it. */
export default function PayReturn({ orderId, linkKey }: { orderId: string; linkKey: string | null }) {
  const w = useWords();
  useEffect(() => {
    if (inFrame()) window.parent.postMessage({ type: 'etalage:payment-return', orderId }, location.origin);
  }, [orderId]);
  if (inFrame())
    return (
      <main className="page narrow center">
        <Spinner label={w.backToCheckout} />
        <p>{w.backToCheckout}</p>
      </main>
    );
  return <Outcome orderId={orderId} linkKey={linkKey} />;
}

function Outcome({ orderId, linkKey }: { orderId: string; linkKey: string | null }) {
  const w = useWords();
  const { api } = useTools();
  const loaded = useLoad<Order>(
    orderId,
    () => ask(api.GET('/api/orders/{orderId}', { params: { path: { orderId }, query: linkKey ? { k: linkKey } : {} } })) as never,
  );
  const order = loaded.state === 'ready' ? loaded.value : null;
  // The bank's answer reaches the payment first and the order a moment later: until then it is still being asked.
  const open = order?.state === 'paying' && (order.payment?.state === 'open' || order.payment?.state === 'paid');
  const { reload } = loaded;
  useEffect(() => {
    if (!open) return;
    const timer = setTimeout(reload, POLL_MS);
    return () => clearTimeout(timer);
  });

  if (loaded.state === 'refused')
    return (
      <main className="page narrow">
        <Refused refusal={loaded.refusal} retry={loaded.reload} />
      </main>
    );
  return (
    <main className="page narrow" aria-live="polite">
      {order?.state === 'paid' ? (
        <>
          <Slip order={order} />
          <div className="slip-end">
            <ButtonLink tone="solid" size="xl" wide href={orderPath(order)}>
              {w.seeOrder}
            </ButtonLink>
          </div>
        </>
      ) : order === null || open ? (
        <EmptyState icon={<Spinner label={w.askingBank} />} title={w.askingBank}>
          {w.askingBankText}
        </EmptyState>
      ) : (
        <EmptyState
          title={order.state === 'expired' || order.state === 'released' ? w.holdOver : w.bankSaidNo}
          action={
            <ButtonLink tone="solid" href={order.showId ? `/shows/${order.showId}` : '/'}>
              {order.showId ? w.backToShow : w.toHome}
            </ButtonLink>
          }
        >
          {w.nothingCharged(order.payment?.reason ?? '')}
        </EmptyState>
      )}
    </main>
  );
}
