/** Models of the comment APIs of all Git hosts, for pull request 7 of `acme/platform`. The pipelines in `docs/pipelines.md` write comments. */
import type { GitHostAnswer, GitHostModel, GitHostRequest } from './gitHostServer';

export interface StoredComment {
  id: number;
  text: string;
  /** Only on GitHub. */
  login?: string;
}

type Answer = (request: GitHostRequest) => GitHostAnswer;

/** @param shown converts a comment to its form in a response */
function commentsOf(
  comments: StoredComment[],
  textIn: (body: Record<string, unknown>) => unknown,
  shown: (comment: StoredComment) => unknown,
): { list: Answer; create: (status: number) => Answer; change: (id: string) => Answer } {
  return {
    list: () => ({ status: 200, body: comments.map(shown) }),
    create:
      status =>
      ({ body }) => {
        const comment = { id: comments.length + 1, text: String(textIn(body)) };
        comments.push(comment);
        return { status, body: shown(comment) };
      },
    change:
      id =>
      ({ path, body }) => {
        const comment = comments.find(each => String(each.id) === path[id]);
        if (!comment) return { status: 404, body: {} };
        comment.text = String(textIn(body));
        return { status: 200, body: shown(comment) };
      },
  };
}

export function giteaComments(comments: StoredComment[]): GitHostModel {
  const { list, create, change } = commentsOf(
    comments,
    ({ body }) => body,
    ({ id, text }) => ({ id, body: text }),
  );
  return {
    'GET /repos/{owner}/{repo}/issues/{index}/comments': list,
    'POST /repos/{owner}/{repo}/issues/{index}/comments': create(201),
    'PATCH /repos/{owner}/{repo}/issues/comments/{id}': change('id'),
  };
}

/** Comments on GitHub, of which those of the pipeline's token are by a bot. Pages have as many entries as the request asks for. */
export function commentsOnIssues(comments: StoredComment[]): GitHostModel {
  const shown = (request: GitHostRequest, { id, text, login = '' }: StoredComment): unknown => {
    const [example] = [request.example(200)].flat() as { user?: object }[];
    return { ...example, id, body: text, user: { ...example?.user, login } };
  };
  return {
    'GET /repos/{owner}/{repo}/issues/{issue_number}/comments': request => {
      const size = Number(request.query.get('per_page') ?? 30);
      const start = size * (Number(request.query.get('page') ?? 1) - 1);
      return { status: 200, body: comments.slice(start, start + size).map(each => shown(request, each)) };
    },
    'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': request => {
      const comment = { id: comments.length + 1, text: String(request.body['body']), login: 'github-actions[bot]' };
      comments.push(comment);
      const example = request.example(201) as { user?: object };
      const user = { ...example.user, login: comment.login };
      return { status: 201, body: { ...example, id: comment.id, body: comment.text, user } };
    },
    'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}': request => {
      const comment = comments.find(({ id }) => String(id) === request.path['comment_id']);
      if (!comment) return { status: 404, body: {} };
      comment.text = String(request.body['body']);
      return { status: 200, body: shown(request, comment) };
    },
  };
}

/** Pages have one entry, so that clients must read several pages. */
export function bitbucketComments(comments: StoredComment[], url: () => string): GitHostModel {
  const at = '/repositories/{workspace}/{repo_slug}/pullrequests/{pull_request_id}/comments';
  const shown = ({ id, text }: StoredComment) => ({ type: 'pullrequest_comment', id, content: { raw: text } });
  const { create, change } = commentsOf(comments, ({ content }) => (content as { raw: string }).raw, shown);
  return {
    [`GET ${at}`]: ({ query }) => {
      const page = Number(query.get('page') ?? 1);
      const next = `${url()}/2.0/repositories/acme/platform/pullrequests/7/comments?pagelen=100&page=${page + 1}`;
      const values = comments.slice(page - 1, page).map(shown);
      return { status: 200, body: { page, values, ...(page < comments.length && { next }) } };
    },
    [`POST ${at}`]: create(201),
    [`PUT ${at}/{comment_id}`]: change('comment_id'),
  };
}

/** Each comment has its own thread. Comments that Azure DevOps creates for votes and pushes have no user's text. */
export function azureComments(comments: StoredComment[]): GitHostModel {
  const at = '/{organization}/{project}/_apis/git/repositories/{repositoryId}/pullRequests/{pullRequestId}/threads';
  const thread = ({ id, text }: StoredComment) => ({ id, comments: [{ id: 1, content: text, commentType: 'text' }] });
  const pushed = { id: 90, comments: [{ id: 1, commentType: 'system' }] };
  const { create } = commentsOf(comments, ({ comments: sent }) => (sent as { content: string }[])[0]?.content, thread);
  const { change } = commentsOf(
    comments,
    ({ content }) => content,
    ({ text }) => ({ id: 1, content: text }),
  );
  return {
    [`GET ${at}`]: () => {
      const value = [pushed, ...comments.map(thread)];
      return { status: 200, body: { count: value.length, value } };
    },
    [`POST ${at}`]: create(200),
    [`PATCH ${at}/{threadId}/comments/{commentId}`]: change('threadId'),
  };
}
