import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { Import, ImportRow } from '#contract/catalog.ts';
import { api, orThrow } from '../../staff/api.ts';
import { uploadFile } from '../../staff/upload.ts';
import { useOrganisation } from '../organisation.tsx';

const PAGE = 50;
const WORKING_MS = 500;
const PICTURES_MS = 2000;
/** A list of errors for a spreadsheet; whoever has more has one error many times. */
const MAX_DOWNLOADED = 5000;

export function useImportAddress() {
  const { org = '', id = null } = useParams({ strict: false }) as { org?: string; id?: string };
  const navigate = useNavigate();
  return {
    openedId: id,
    open: (importId: string | null) => void navigate({ to: '/$org/imports/{-$id}', params: { org, id: importId ?? undefined } }),
    toProducts: () => void navigate({ to: '/$org/products/{-$id}', params: { org, id: undefined } }),
  };
}

export function useImports() {
  const { orgId } = useOrganisation();
  return useInfiniteQuery({
    queryKey: ['imports', orgId],
    queryFn: ({ pageParam }) =>
      orThrow(
        api.GET('/api/orgs/{orgId}/imports', {
          params: { path: { orgId }, query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
  });
}

/** Follows what works in the background. */
export function useImport(importId: string) {
  const { orgId } = useOrganisation();
  return useQuery({
    queryKey: ['import', orgId, importId],
    queryFn: () => orThrow(api.GET('/api/orgs/{orgId}/imports/{importId}', { params: { path: { orgId, importId } } })),
    refetchInterval: ({ state: { data } }) => {
      if (data?.state === 'previewing' || data?.state === 'running') return WORKING_MS;
      const waiting = data ? data.pictures.total - data.pictures.done - data.pictures.failed : 0;
      return data?.state === 'finished' && waiting > 0 ? PICTURES_MS : false;
    },
  });
}

export function useRows(importId: string, kind: ImportRow['kind'] | null) {
  const { orgId } = useOrganisation();
  return useInfiniteQuery({
    queryKey: ['import-rows', orgId, importId, kind],
    queryFn: ({ pageParam }) => rowsPage(orgId, importId, kind, pageParam, PAGE),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });
}

const rowsPage = (orgId: string, importId: string, kind: ImportRow['kind'] | null, cursor: string, limit: number) =>
  orThrow(
    api.GET('/api/orgs/{orgId}/imports/{importId}/rows', {
      params: { path: { orgId, importId }, query: { limit, ...(kind ? { kind } : {}), ...(cursor ? { cursor } : {}) } },
    }),
  );

export function useUpload(onDone: (imported: Import) => void) {
  const { orgId } = useOrganisation();
  const queries = useQueryClient();
  const [part, setPart] = useState(0);
  const upload = useMutation({
    mutationFn: (file: File) => uploadFile<Import>(`/api/orgs/${orgId}/imports`, file, {}, setPart),
    onMutate: () => setPart(0),
    onSuccess: (imported) => {
      queries.setQueryData(['import', orgId, imported.id], imported);
      void queries.invalidateQueries({ queryKey: ['imports', orgId] });
      onDone(imported);
    },
  });
  return { ...upload, part };
}

export function useImportVerbs(importId: string) {
  const { orgId } = useOrganisation();
  const queries = useQueryClient();
  const path = { path: { orgId, importId } };
  const onSuccess = (imported: Import) => {
    queries.setQueryData(['import', orgId, importId], imported);
    void queries.invalidateQueries({ queryKey: ['imports', orgId] });
    void queries.removeQueries({ queryKey: ['import-rows', orgId, importId] });
    void queries.invalidateQueries({ queryKey: ['products', orgId] });
  };
  return {
    map: useMutation({
      mutationFn: (mapping: Import['mapping']) =>
        orThrow(api.PUT('/api/orgs/{orgId}/imports/{importId}/mapping', { params: path, body: { mapping } })),
      onSuccess,
    }),
    start: useMutation({ mutationFn: () => orThrow(api.POST('/api/orgs/{orgId}/imports/{importId}/start', { params: path })), onSuccess }),
    undo: useMutation({ mutationFn: () => orThrow(api.POST('/api/orgs/{orgId}/imports/{importId}/undo', { params: path })), onSuccess }),
  };
}

/** The lines with errors as a file for a spreadsheet. */
export function useErrorFile(importId: string, head: readonly string[], fieldName: (field: string) => string) {
  const { orgId } = useOrganisation();
  return useMutation({
    mutationFn: async () => {
      const rows: string[][] = [[...head]];
      for (let cursor: string | null = ''; cursor !== null && rows.length < MAX_DOWNLOADED;) {
        const page: Awaited<ReturnType<typeof rowsPage>> = await rowsPage(orgId, importId, 'error', cursor, 100);
        for (const row of page.items)
          for (const error of row.errors) rows.push([String(row.line), row.handle, row.sku, fieldName(error.field), error.message]);
        cursor = page.nextCursor;
      }
      save('errors.csv', rows.map((row) => row.map(cell).join(',')).join('\r\n'));
    },
  });
}

/** Quoted when needed; a cell that a spreadsheet would run as a formula is made text. */
const cell = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

function save(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([`\uFEFF${text}`], { type: 'text/csv' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
