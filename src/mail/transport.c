// SPDX-License-Identifier: GPL-2.0
/* Gives mails to a mail server through libcurl, or to a mail program. */
#include "mail/transport.h"

#include "git/base.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/lib.h"
#include "lib/state.h"
#include "mail/mail.h"

#include <curl/curl.h>
#include <time.h>
#include <wordexp.h>

#define TIMEOUT 300 /* seconds without an answer */

struct transport {
	struct state *state;		/* borrowed, like the next */
	const struct base *base;
	char *name;
	char *envelope_sender;		/* NULL: the one of the mail */
	long timeout;
	struct strlist command;		/* empty: SMTP */
	CURL *curl;
	unsigned long batch;		/* mails of one connection; 0: any number */
	unsigned long pause;		/* seconds before the next one */
	unsigned long in_batch;		/* mails that this connection took */
	char error[CURL_ERROR_SIZE];
	/* of the mail that is being sent */
	char *data;			/* with CRLF */
	size_t len, given;
	char *refusal;			/* what the server said; NULL */
	bool ended;			/* all of it was given to libcurl */
	bool stopped;			/* by a signal */
};

/* sendemail.<identity>.<key>, or sendemail.<key>; NULL where it is not set. */
static char *setting(const struct base *base, const char *key)
{
	char *identity CLEANUP(free_text) = base_config(base, "b4.sendemail-identity");
	char *plain CLEANUP(free_text) = xasprintf("sendemail.%s", key);
	char *special CLEANUP(free_text) = identity ? xasprintf("sendemail.%s.%s", identity, key) :
						      NULL;
	char *value = special ? base_config(base, special) : NULL;

	return value ? value : base_config(base, plain);
}

static bool is_set(const struct base *base, const char *key)
{
	char *value CLEANUP(free_text) = setting(base, key);

	return value && *value;
}

bool transport_is_set(const struct base *base)
{
	return is_set(base, "smtpserver") || is_set(base, "sendmailcmd");
}

/* Split as a shell would, but run nothing. */
static int set_command(struct transport *transport, const char *text)
{
	wordexp_t words;

	if (wordexp(text, &words, WRDE_NOCMD | WRDE_UNDEF) != 0)
		return fail_usage("sendemail.smtpserver is not a command line: %s", text);
	for (size_t i = 0; i < words.we_wordc; i++)
		strlist_add(&transport->command, words.we_wordv[i]);
	wordfree(&words);
	if (!transport->command.nr)
		return fail_usage("sendemail.smtpserver is not a command line: %s", text);
	strlist_add_once(&transport->command, "-i");
	transport->name = xstrdup(transport->command.v[0]);
	return 0;
}

/* Ask git's credential helpers; owned by the caller. */
static char *ask_password(struct transport *transport, const char *host, const char *user)
{
	const char *const argv[] = { "git", "credential", "fill", NULL };
	const char *const env[] = { "GIT_TERMINAL_PROMPT=0", NULL };
	const char *gitdir = git_repository_path(transport->base->repo);
	/* nobody else may look into this folder */
	char *dir CLEANUP(free_text) = io_mktemp(transport->state->tmp);
	char *in CLEANUP(free_text) = xasprintf("%s/in", dir ? dir : "");
	char *out CLEANUP(free_text) = xasprintf("%s/out", dir ? dir : "");
	char *question CLEANUP(free_text) = xasprintf("protocol=smtp\nhost=%s\nusername=%s\n\n",
						      host, user);
	struct job job = { .argv = argv, .env = env, .dir = gitdir, .in = in, .out = out,
			   .timeout = 600 };
	char *password = NULL, *line;

	if (!dir || io_write(in, question, strlen(question)) < 0 || job_run(&job) < 0)
		return NULL;
	char *answer CLEANUP(free_text) = io_read(out, NULL);
	line = answer ? strstr(answer, "password=") : NULL;
	if (!job.exit && line && (line == answer || line[-1] == '\n'))
		password = xstrndup(line + 9, strcspn(line + 9, "\n"));
	if (answer)
		explicit_bzero(answer, strlen(answer));
	io_remove(dir);
	if (!password)
		fail_usage("there is no password for %s at %s: set sendemail.smtppass or a "
			   "credential helper of git", user, host);
	return password;
}

static int set_user(struct transport *transport, const char *server, const char *port)
{
	char *user CLEANUP(free_text) = setting(transport->base, "smtpuser");
	char *password CLEANUP(free_text) = setting(transport->base, "smtppass");
	char *host CLEANUP(free_text) = port ? xasprintf("%s:%s", server, port) : xstrdup(server);

	if (!user)
		return 0;
	if (!password)
		password = ask_password(transport, host, user);
	if (!password)
		return -1;
	curl_easy_setopt(transport->curl, CURLOPT_USERNAME, user);
	curl_easy_setopt(transport->curl, CURLOPT_PASSWORD, password);
	explicit_bzero(password, strlen(password));
	return 0;
}

/* As git send-email: a file or a folder of certificates; empty: do not look at them. */
static void set_certificates(struct transport *transport)
{
	char *path CLEANUP(free_text) = setting(transport->base, "smtpsslcertpath");

	if (!path)
		return;
	if (!*path) {
		curl_easy_setopt(transport->curl, CURLOPT_SSL_VERIFYPEER, 0L);
		curl_easy_setopt(transport->curl, CURLOPT_SSL_VERIFYHOST, 0L);
	} else {
		curl_easy_setopt(transport->curl, CURLOPT_CAINFO, path);
	}
}

/* Hands over the mail. Whether libcurl has really sent what it was given is not known. */
static size_t give(char *buffer, size_t size, size_t count, void *ctx)
{
	struct transport *transport = ctx;
	size_t room = size * count, left = transport->len - transport->given;
	size_t len = left < room ? left : room;

	memcpy(buffer, transport->data + transport->given, len);
	transport->given += len;
	transport->ended = transport->given == transport->len;
	return len;
}

/* Once the server was told that the mail is complete its answer is awaited. */
static int watch(void *ctx, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	struct transport *transport = ctx;

	(void)a;
	(void)b;
	(void)c;
	(void)d;
	if (!transport->ended && job_interrupted() < 0)
		transport->stopped = true;
	return transport->stopped;
}

/* The lines of the server come here; a refusal is kept. */
static size_t hear(char *data, size_t size, size_t count, void *ctx)
{
	struct transport *transport = ctx;
	size_t len = size * count;

	if (len >= 3 && (*data == '4' || *data == '5')) {
		free(transport->refusal);
		transport->refusal = xstrndup(data, len);
		transport->refusal[strcspn(transport->refusal, "\r\n")] = '\0';
	}
	return len;
}

/* libcurl sends no mail through a proxy of the web, nor with the user of a .netrc. */
static void set_curl(struct transport *transport)
{
	CURL *curl = transport->curl;

	curl_easy_setopt(curl, CURLOPT_URL, transport->name);
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, transport->error);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, transport->timeout);
	curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, transport->timeout);
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, transport->timeout);
	curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
	curl_easy_setopt(curl, CURLOPT_READDATA, transport);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, hear);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, transport);
	curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, watch);
	curl_easy_setopt(curl, CURLOPT_XFERINFODATA, transport);
}

static int check_port(const char *port)
{
	char *end;

	if (port && (strtoul(port, &end, 10) < 1 || strtoul(port, &end, 10) > 65535 || *end))
		return fail_usage("sendemail.smtpserverport is not a port: %s", port);
	return 0;
}

static int read_number(const struct transport *transport, const char *key, unsigned long *number)
{
	char *text CLEANUP(free_text) = setting(transport->base, key);

	if (text && *text && !whole_number(text, 0, 86400, number))
		return fail_usage("sendemail.%s is not a number up to 86400: %s", key, text);
	return 0;
}

static int set_server(struct transport *transport, const char *server)
{
	char *encryption CLEANUP(free_text) = setting(transport->base, "smtpencryption");
	char *domain CLEANUP(free_text) = setting(transport->base, "smtpdomain");
	char *port CLEANUP(free_text) = setting(transport->base, "smtpserverport");
	const char *how = encryption && strcmp(encryption, "none") ? encryption : "";
	bool ssl = !strcmp(how, "ssl") || !strcmp(how, "smtps");
	bool tls = !strcmp(how, "tls") || !strcmp(how, "starttls");
	bool bare6 = strchr(server, ':') && strchr(server, ':') != strrchr(server, ':') &&
		     *server != '[';

	if (*how && !ssl && !tls)
		return fail_usage("sendemail.smtpencryption is neither tls nor ssl: %s", how);
	if (strpbrk(server, " \t\n/?#@\\%") || (domain && strpbrk(domain, " \t\n/?#@\\%")))
		return fail_usage("sendemail.smtpserver is not a host: %s", server);
	if (check_port(port) < 0 ||
	    read_number(transport, "smtpbatchsize", &transport->batch) < 0 ||
	    read_number(transport, "smtprelogindelay", &transport->pause) < 0)
		return -1;
	transport->name = xasprintf("%s://%s%s%s%s%s%s%s", ssl ? "smtps" : "smtp",
				    bare6 ? "[" : "", server, bare6 ? "]" : "", port ? ":" : "",
				    port ? port : "", domain ? "/" : "", domain ? domain : "");
	transport->curl = curl_easy_init();
	if (!transport->curl)
		return fail_system("cannot start libcurl");
	set_curl(transport);
	set_certificates(transport);
	if (tls)
		curl_easy_setopt(transport->curl, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
	return tls || ssl ? set_user(transport, server, port) : 0;
}

static int set_sender(struct transport *transport)
{
	char *sender CLEANUP(free_text) = setting(transport->base, "envelopesender");

	if (!sender || !*sender || !strcmp(sender, "auto"))
		return 0;
	transport->envelope_sender = mail_sender(sender);
	return transport->envelope_sender ? 0 : fail_usage("sendemail.envelopesender is not an "
							   "address: %s", sender);
}

static int set_timeout(struct transport *transport)
{
	char *text CLEANUP(free_text) = base_config(transport->base, "treewide.mailtimeout");
	unsigned long seconds = TIMEOUT;

	if (text && !whole_number(text, 1, 86400, &seconds))
		return fail_usage("treewide.mailtimeout is not a number of seconds, from 1 to "
				  "86400: %s", text);
	transport->timeout = (long)seconds;
	return 0;
}

int transport_open(struct transport **out, struct state *state, const struct base *base)
{
	struct transport *transport CLEANUP(free_transport) = xcalloc(1, sizeof(*transport));
	char *command CLEANUP(free_text) = setting(base, "sendmailcmd");
	char *server CLEANUP(free_text) = setting(base, "smtpserver");
	int result;

	curl_global_init(CURL_GLOBAL_DEFAULT);
	transport->state = state;
	transport->base = base;
	if (set_timeout(transport) < 0)
		return -1;
	if ((!command || !*command) && (!server || !*server))
		return fail_usage("git does not know how to send mail: set sendemail.smtpserver");
	if (set_sender(transport) < 0)
		return -1;
	if (command && *command)
		result = set_command(transport, command);
	else
		result = strchr(server, '/') ? set_command(transport, server) :
					       set_server(transport, server);
	if (result < 0)
		return -1;
	*out = TAKE(transport);
	return 0;
}

static void make_crlf(struct transport *transport, const char *text, size_t len)
{
	free(transport->data);
	FILE *out = xmemstream(&transport->data, &transport->len);
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\n')
			fputc('\r', out);
		fputc(text[i], out);
	}
	fclose(out);
	transport->given = 0;
	transport->ended = transport->stopped = false;
	transport->error[0] = '\0';
	free(transport->refusal);
	transport->refusal = NULL;
}

static enum fate fate_of(const struct transport *transport, CURLcode code, long answer)
{
	if (code == CURLE_OK)
		return FATE_SENT;
	return transport->ended && answer < 400 ? FATE_UNKNOWN : FATE_WAITING;
}

static const char *words_of(const struct transport *transport, CURLcode code)
{
	if (transport->refusal)
		return transport->refusal;
	return *transport->error ? transport->error : curl_easy_strerror(code);
}

/* As git send-email: when a connection has had its mails, it ends, and the next one begins
 * after a while. -1 for a signal. */
static int begin_mail(struct transport *transport)
{
	const struct timespec tick = { 0, 100000000 };

	if (transport->batch && transport->in_batch == transport->batch) {
		transport->in_batch = 0;
		for (unsigned long i = 0; i < 10 * transport->pause; i++)
			if (job_interrupted() < 0)
				return -1;
			else
				nanosleep(&tick, NULL);
	}
	transport->in_batch++;
	curl_easy_setopt(transport->curl, CURLOPT_FORBID_REUSE,
			 transport->batch && transport->in_batch == transport->batch ? 1L : 0L);
	return 0;
}

static int send_smtp(struct transport *transport, const char *text, size_t len,
		     const char *sender, const struct strlist *recipients, enum fate *fate)
{
	char *from CLEANUP(free_text) = xasprintf("<%s>", sender);
	struct curl_slist *list = NULL;
	long answer = 0;

	if (begin_mail(transport) < 0)
		return -1;
	make_crlf(transport, text, len);
	FOR_EACH(recipient, recipients) {
		char *address CLEANUP(free_text) = xasprintf("<%s>", *recipient);

		list = curl_slist_append(list, address);
	}
	curl_easy_setopt(transport->curl, CURLOPT_MAIL_FROM, from);
	curl_easy_setopt(transport->curl, CURLOPT_MAIL_RCPT, list);
	curl_easy_setopt(transport->curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)transport->len);
	CURLcode code = curl_easy_perform(transport->curl);
	curl_easy_getinfo(transport->curl, CURLINFO_RESPONSE_CODE, &answer);
	curl_easy_setopt(transport->curl, CURLOPT_MAIL_RCPT, NULL);
	curl_slist_free_all(list);
	*fate = fate_of(transport, code, answer);
	if (code == CURLE_OK)
		return 0;
	if (transport->stopped)
		return -1; /* the reason is the signal */
	return fail_system("%s: %s", transport->name, words_of(transport, code));
}

/* sendmail -i -f SENDER RECIPIENT..., as git send-email and b4 call it. */
static int send_command(struct transport *transport, const char *text, size_t len,
			const char *sender, const struct strlist *recipients, enum fate *fate)
{
	struct strlist words CLEANUP(strlist_release) = { 0 };
	char *in CLEANUP(free_text) = xasprintf("%s/mail", transport->state->tmp);
	char *log CLEANUP(free_text) = xasprintf("%s/mail.log", transport->state->tmp);

	strlist_add_all(&words, &transport->command);
	STRLIST_ADD(&words, "-f", sender);
	strlist_add_all(&words, recipients);
	const char **argv CLEANUP(free_memory) = strlist_array(&words);
	struct job job = { .argv = argv, .in = in, .log = log,
			   .timeout = (unsigned)transport->timeout };
	if (io_write(in, text, len) < 0)
		return -1;
	*fate = FATE_UNKNOWN;
	if (job_run(&job) < 0) {
		/* it was not started, or told to stop */
		if (fail_exit_code() < FAIL_SIGNAL)
			*fate = FATE_WAITING;
		return -1;
	}
	if (!job.exit && !job.timed_out) {
		*fate = FATE_SENT;
		return 0;
	}
	if (job.exit < 128 && !job.timed_out)
		*fate = FATE_WAITING;
	char *said CLEANUP(free_text) = io_read(log, NULL);
	return fail_system("%s %s (exit %d): %.*s", transport->name,
			   job.timed_out ? "took too long" : "failed", job.exit,
			   said ? (int)strcspn(said, "\n") : 0, said ? said : "");
}

int transport_send(struct transport *transport, const char *text, size_t len,
		   const char *sender, const struct strlist *recipients, enum fate *fate)
{
	const char *from = transport->envelope_sender ? transport->envelope_sender : sender;

	*fate = FATE_WAITING;
	if (!recipients->nr)
		return fail_system("a mail without recipients");
	return transport->curl ? send_smtp(transport, text, len, from, recipients, fate) :
				 send_command(transport, text, len, from, recipients, fate);
}

void transport_free(struct transport *transport)
{
	curl_easy_cleanup(transport->curl);
	curl_global_cleanup();
	strlist_release(&transport->command);
	FREE_ALL(transport->envelope_sender, transport->name, transport->data, transport->refusal,
		 transport);
}
