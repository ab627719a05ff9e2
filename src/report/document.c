// SPDX-License-Identifier: GPL-2.0
/* Keeps the latest documents of a campaign in the ledger. */
#include "report/document.h"

#include "lib/cleanup.h"
#include "lib/digest.h"
#include "lib/ledger.h"
#include "publish/cover.h"
#include "publish/quote.h"

static git_oid document_key(const struct document_store *store, const char *kind,
			    const git_oid *base)
{
	struct digest digest;

	digest_init(&digest);
	digest_text(&digest, kind);
	digest_text(&digest, store->campaign);
	if (base)
		digest_text(&digest, store->wave);
	if (base)
		digest_oid(&digest, base);
	return digest_end(&digest);
}

int document_keep(const struct document_store *store, const char *kind, json_t *document)
{
	git_oid key = document_key(store, kind, store->base);

	return ledger_put(store->ledger, "document", &key, document);
}

int document_load(const struct document_store *store, const char *kind, json_t **document)
{
	git_oid key = document_key(store, kind, store->base);

	return ledger_get(store->ledger, "document", &key, document);
}

int document_keep_all(const struct document_store *store, const char *kind, json_t *document)
{
	git_oid key = document_key(store, kind, NULL);

	return ledger_put(store->ledger, "document", &key, document);
}

int document_load_all(const struct document_store *store, const char *kind, json_t **document)
{
	git_oid key = document_key(store, kind, NULL);

	return ledger_get(store->ledger, "document", &key, document);
}

char *document_cover(const struct document_store *store, const struct plan *plan,
		     const json_t *basis)
{
	json_t *proof CLEANUP(free_json) = NULL;

	if (document_load(store, "proof", &proof) < 0)
		return NULL;
	return cover_text(plan, proof && quote_speaks_for(proof, basis, plan) ? proof : NULL);
}
