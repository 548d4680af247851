import { ordersRoutes } from '#contract/orders.ts';
import { done, refuse } from '#lib/outcome.ts';
import type { Http } from '#platform/http.ts';
import type { OrderVerbs } from './orders.ts';

export function serveOrders(http: Http, orders: OrderVerbs): void {
  http.serve(ordersRoutes.hold, ({ actor, body }) => orders.hold(actor, body));
  http.serve(ordersRoutes.getOrder, ({ actor, params, query }) => orders.get(actor, params.orderId, query.k));
  http.serve(ordersRoutes.release, ({ actor, params }) => orders.release(actor, params.orderId));
  http.serve(ordersRoutes.pay, ({ actor, params, body }) => orders.pay(actor, params.orderId, body));
  http.serve(ordersRoutes.myOrders, async ({ actor, query }) => done(await orders.mine(actor, query)));
  http.serve(ordersRoutes.listOrders, async ({ params, query }) => done(await orders.list(params.orgId, query)));
  http.serve(ordersRoutes.staffOrder, ({ params }) => orders.staffOrder(params.orgId, params.orderId));
  http.serve(ordersRoutes.claimOrders, async ({ actor }) => {
    if (!actor.user) return refuse('not_allowed');
    return done({ claimed: actor.visitorId ? await orders.claim(actor.visitorId, actor.user.id) : 0 });
  });
}
