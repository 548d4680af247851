import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { Missing } from './missing.tsx';
import { ShowDesk } from './show-desk.tsx';
import { ShowList } from './shows/show-list.tsx';

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

export const createStudioRouter = () => createRouter({ routeTree: root.addChildren([list, desk]), basepath: '/studio' });
