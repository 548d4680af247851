/** hls.js ships one set of types for both of its builds, but names them only for the full one. */
declare module 'hls.js/light' {
  export * from 'hls.js';
  export { default } from 'hls.js';
}
