/** Overlays of platforms as plain data: the server answers with them, and renderers use them. */

/** The overlays of one root module. */
export interface PlatformOverlays {
  /** Folder of the root module. */
  uri: string;
  /** Environments in promotion order. */
  environments: string[];
  overlays: Overlay[];
  /** Contents in Base64 by path: relative to the root module's folder, "/" separated; paths outside of it begin with `../`. */
  files: Record<string, string>;
  /** The Kubernetes objects in these files. */
  sources: ManifestSource[];
}

/** One overlay, or catalog service, in one environment. */
export interface Overlay {
  /** Address of the call in the root module: `module.gke_zero_nginx`. */
  module: string;
  /** Address of the overlay's own call, which may be in a local module. */
  address: string;
  environment: string;
  /** The arguments of the provider's data source `kustomization_overlay`, by name, without null attributes. */
  arguments: Record<string, unknown>;
  /** The files that the overlay reads, as keys of `PlatformOverlays.files`. */
  files: string[];
  /** Remote sources, as written. */
  remote: string[];
  /** Why the overlay can't be rendered, one sentence each. */
  problems: string[];
}

/** Where a manifest declares an object. */
export interface ManifestSource {
  /** Key of `PlatformOverlays.files`. */
  file: string;
  uri: string;
  /** Zero-based line of the document's first line. */
  line: number;
  kind: string;
  name: string;
  namespace?: string;
}
