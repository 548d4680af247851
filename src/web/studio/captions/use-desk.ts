import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { StaffShow } from '#contract/shows.ts';
import { api, orThrow } from '../../staff/api.ts';

/** Corrections of a colleague that the room told while we were away are seen after this. */
const REFRESH_MS = 20_000;

const keyOf = (showId: string, language: string) => ['captions', showId, language];

/** One language of a show: its last cues, and the lines that were prepared. */
export function useDesk(show: Pick<StaffShow, 'orgId' | 'id'>, language: string, enabled = true) {
  return useQuery({
    queryKey: keyOf(show.id, language),
    enabled,
    refetchInterval: REFRESH_MS,
    queryFn: () =>
      orThrow(
        api.GET('/api/orgs/{orgId}/shows/{showId}/captions/{language}', {
          params: { path: { orgId: show.orgId, showId: show.id, language } },
        }),
      ),
  });
}

export function useRefreshDesk(showId: string) {
  const queries = useQueryClient();
  return () => void queries.invalidateQueries({ queryKey: ['captions', showId] });
}

export function useSaveScript(show: Pick<StaffShow, 'orgId' | 'id'>, language: string) {
  const refresh = useRefreshDesk(show.id);
  return useMutation({
    mutationFn: (lines: string[]) =>
      orThrow(
        api.PUT('/api/orgs/{orgId}/shows/{showId}/captions/{language}/script', {
          params: { path: { orgId: show.orgId, showId: show.id, language } },
          body: { lines },
        }),
      ),
    onSuccess: refresh,
  });
}

export interface FileWish {
  readonly vtt: string;
  readonly dryRun: boolean;
}

export function useImport(show: Pick<StaffShow, 'orgId' | 'id'>, language: string, into: 'script' | 'replay') {
  const refresh = useRefreshDesk(show.id);
  return useMutation({
    mutationFn: (file: FileWish) =>
      orThrow(
        api.POST('/api/orgs/{orgId}/shows/{showId}/captions/{language}/import', {
          params: { path: { orgId: show.orgId, showId: show.id, language } },
          body: { ...file, into },
        }),
      ),
    onSuccess: refresh,
  });
}
