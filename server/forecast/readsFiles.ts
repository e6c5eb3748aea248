/** Types of data sources that read files or run programs of this machine. */
export const READS_FILES = /^(?:external|archive_file|local_|template_|kustomization_)/;
