import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Navigate } from '@tanstack/react-router';
import { PageSkeleton } from '../staff/page-head.tsx';
import { keptOrganisation, useMe } from '../staff/session.tsx';
import { NoOrganisation } from './no-organisation.tsx';
import { NotHere, Shell } from './shell.tsx';

/**
 * Addresses of the office: `/office/<organisation>/<section>/<one thing in it>`.
 * A section is one folder with one entry file, loaded when it is opened; it reads the last part as `id`.
 */
const root = createRootRoute({ notFoundComponent: NotHere });
const home = createRoute({ getParentRoute: () => root, path: '/', component: ToKept });
const organisation = createRoute({ getParentRoute: () => root, path: '$org', component: Shell });
const start = createRoute({ getParentRoute: () => organisation, path: '/', component: ToFirstRun });
/** Filters live in the address, as plain words; each section reads its own and ignores the rest. */
type Filters = Readonly<Record<string, string | undefined>>;
const filters = (search: Record<string, unknown>): Filters =>
  Object.fromEntries(Object.entries(search).map(([key, value]) => [key, value === undefined ? undefined : String(value)]));
const under = { getParentRoute: () => organisation, pendingComponent: PageSkeleton, validateSearch: filters };

const sections = [
  createRoute({ ...under, path: 'first-run', component: lazyRouteComponent(() => import('./first-run/index.tsx')) }),
  createRoute({ ...under, path: 'shows/{-$id}', component: lazyRouteComponent(() => import('./shows/index.tsx')) }),
  createRoute({ ...under, path: 'channel/{-$id}', component: lazyRouteComponent(() => import('./channel/index.tsx')) }),
  createRoute({ ...under, path: 'chat/{-$id}', component: lazyRouteComponent(() => import('./chat/index.tsx')) }),
  createRoute({ ...under, path: 'products/{-$id}', component: lazyRouteComponent(() => import('./products/index.tsx')) }),
  createRoute({ ...under, path: 'imports/{-$id}', component: lazyRouteComponent(() => import('./imports/index.tsx')) }),
  createRoute({ ...under, path: 'orders/{-$id}', component: lazyRouteComponent(() => import('./orders/index.tsx')) }),
  createRoute({ ...under, path: 'people/{-$id}', component: lazyRouteComponent(() => import('./people/index.tsx')) }),
  createRoute({ ...under, path: 'settings/{-$id}', component: lazyRouteComponent(() => import('./settings/index.tsx')) }),
] as const;

export const createOfficeRouter = () =>
  createRouter({
    routeTree: root.addChildren([home, organisation.addChildren([start, ...sections])]),
    basepath: '/office',
    defaultPreload: 'intent',
    defaultPendingMs: 200,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createOfficeRouter>;
  }
}

function ToKept() {
  const me = useMe();
  const kept = keptOrganisation(me);
  return kept ? <Navigate to="/$org" params={{ org: kept.orgSlug }} replace /> : <NoOrganisation />;
}

function ToFirstRun() {
  const { org } = organisation.useParams();
  return <Navigate to="/$org/first-run" params={{ org }} replace />;
}
