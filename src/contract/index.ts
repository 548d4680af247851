import { accountsRoutes } from './accounts.ts';
import { authRoutes } from './auth.ts';
import { captionsRoutes } from './captions.ts';
import { catalogRoutes } from './catalog.ts';
import { channelsRoutes } from './channels.ts';
import { countingRoutes } from './counting.ts';
import { edgesRoutes } from './edges.ts';
import { clipsRoutes } from './clips.ts';
import { instanceRoutes } from './instance.ts';
import { moderationRoutes } from './moderation.ts';
import { ordersRoutes } from './orders.ts';
import { pollsRoutes } from './polls.ts';
import { questionsRoutes } from './questions.ts';
import { replayRoutes } from './replay.ts';
import { roomRoutes } from './room.ts';
import type { RouteContract } from './route.ts';
import { showsRoutes } from './shows.ts';

/** Every JSON route of the product, by operation id. OpenAPI, the access matrix and the typed client come from here. */
export const ROUTES = {
  ...accountsRoutes,
  ...authRoutes,
  ...catalogRoutes,
  ...showsRoutes,
  ...replayRoutes,
  ...clipsRoutes,
  ...channelsRoutes,
  ...ordersRoutes,
  ...roomRoutes,
  ...moderationRoutes,
  ...countingRoutes,
  ...questionsRoutes,
  ...pollsRoutes,
  ...captionsRoutes,
  ...edgesRoutes,
  ...instanceRoutes,
} satisfies Record<string, RouteContract>;
