// SPDX-License-Identifier: GPL-2.0
/* Keeps the latest documents of a campaign in the ledger. */
#include "document.h"

#include "cleanup.h"
#include "cover.h"
#include "digest.h"
#include "ledger.h"
#include "session.h"
#include "tested.h"

static git_oid document_key(const struct session *session, const char *kind, const git_oid *base)
{
	struct digest digest;

	digest_init(&digest);
	digest_text(&digest, kind);
	digest_text(&digest, session->campaign.name);
	if (base)
		digest_text(&digest, session->wave);
	if (base)
		digest_oid(&digest, base);
	return digest_end(&digest);
}

int document_keep(struct session *session, const char *kind, json_t *document)
{
	git_oid key = document_key(session, kind, &session->base.commit);

	return ledger_put(session->state.ledger, "document", &key, document);
}

int document_load(struct session *session, const char *kind, json_t **document)
{
	git_oid key = document_key(session, kind, &session->base.commit);

	return ledger_get(session->state.ledger, "document", &key, document);
}

int document_keep_all(struct session *session, const char *kind, json_t *document)
{
	git_oid key = document_key(session, kind, NULL);

	return ledger_put(session->state.ledger, "document", &key, document);
}

int document_load_all(struct session *session, const char *kind, json_t **document)
{
	git_oid key = document_key(session, kind, NULL);

	return ledger_get(session->state.ledger, "document", &key, document);
}

char *document_cover(struct session *session, const struct plan *plan, const json_t *basis)
{
	json_t *proof CLEANUP(free_json) = NULL;

	if (document_load(session, "proof", &proof) < 0)
		return NULL;
	return cover_text(plan, proof && tested_speaks_for(proof, basis, plan) ? proof : NULL);
}
