import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { PageSkeleton } from '../staff/page-head.tsx';
import { Missing } from './missing.tsx';
import { ShowDesk } from './show-desk.tsx';
import { ShowList } from './shows/show-list.tsx';

// Player and room come with the page that needs them.
const CaptionDesk = lazy(() => import('./captions/caption-desk.tsx').then((module) => ({ default: module.CaptionDesk })));
const ModeratorDesk = lazy(() => import('./moderation/moderator-desk.tsx').then((module) => ({ default: module.ModeratorDesk })));

const root = createRootRoute({ notFoundComponent: Missing });
const list = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: ShowList,
  validateSearch: (search): { new?: string } => ('new' in search ? { new: '1' } : {}),
});
const desk = createRoute({
  getParentRoute: () => root,
  path: 'shows/$showId',
  component: () => {
    const { showId } = desk.useParams();
    // The key: another show is another desk, with its own camera and its own room.
    return <ShowDesk key={showId} showId={showId} />;
  },
});
const captions = createRoute({
  getParentRoute: () => root,
  path: 'shows/$showId/captions',
  component: () => {
    const { showId } = captions.useParams();
    return (
      <Suspense fallback={<PageSkeleton />}>
        <CaptionDesk key={showId} showId={showId} />
      </Suspense>
    );
  },
});

const chat = createRoute({
  getParentRoute: () => root,
  path: 'shows/$showId/chat',
  component: () => {
    const { showId } = chat.useParams();
    return (
      <Suspense fallback={<PageSkeleton />}>
        <ModeratorDesk key={showId} showId={showId} />
      </Suspense>
    );
  },
});

export const createStudioRouter = () => createRouter({ routeTree: root.addChildren([list, desk, captions, chat]), basepath: '/studio' });
