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
  const colon = name.lastIndexOf(':');
  // A colon before a slash stands before a port, and an empty tag is none.
  const isTagged = colon > name.lastIndexOf('/') && colon < name.length - 1;
  const repository = belowProject(isTagged ? name.slice(0, colon) : name);
  if (digest !== null) return { repository, tag: null, digest };
  return { repository, tag: isTagged ? name.slice(colon + 1) : 'latest', digest };
}

/** A domain-scoped project is two segments of a path. */
function belowProject(name: string): string {
  const project = name.indexOf('/') + 1;
  const rest = name.indexOf('/', project) + 1;
  if (project === 0 || rest === 0 || !GOOGLE.test(name.slice(0, project - 1))) return name;
  const below = name.indexOf('/', rest) + 1;
  return name.slice(below > 0 && name.slice(project, rest).includes('.') ? below : rest);
}
