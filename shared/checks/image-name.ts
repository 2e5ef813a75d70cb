/** What an image is called, taken apart. */
export interface ImageName {
  /** Its path below the project it is kept in; in full where the registry knows no projects. */
  repository: string;
  /** Null where there is a digest, which says more; `latest` where there is neither. */
  tag: string | null;
  digest: string | null;
}

const GOOGLE = /^(?:[a-z0-9-]+-docker\.pkg\.dev|(?:[a-z]+\.)?gcr\.io)$/;

/** Takes the name of an image apart; any text has some answer. */
export function parseImage(image: string): ImageName {
  const [name = '', digest = null] = image.split('@');
  const [, bare = name, tag = null] = /^(.*?)(?::([^/:]+))?$/.exec(name) ?? [];
  return { repository: belowProject(bare), tag: digest === null ? (tag ?? 'latest') : null, digest };
}

/** A domain-scoped project is two segments of a path. */
function belowProject(name: string): string {
  const [host = '', project = '', ...rest] = name.split('/');
  if (!GOOGLE.test(host) || rest.length === 0) return name;
  return (project.includes('.') && rest.length > 1 ? rest.slice(1) : rest).join('/');
}
