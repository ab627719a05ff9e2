// SPDX-License-Identifier: GPL-2.0
/* Keeps the latest documents of a campaign in the ledger. */
#include "report/store.h"

#include "lib/digest.h"
#include "lib/ledger.h"
#include "lib/lib.h"
#include "publish/cover.h"
#include "publish/quote.h"

static git_oid document_key(const struct store *store, const char *kind,
			    const git_oid *base)
{
	struct digest digest = { 0 };

	DIGEST_ADD(&digest, kind, store->campaign);
	if (base)
		digest_text(&digest, store->wave);
	if (base)
		digest_oid(&digest, base);
	return digest_end(&digest);
}

int store_keep(const struct store *store, const char *kind, json_t *document)
{
	git_oid key = document_key(store, kind, store->base);

	return ledger_put(store->ledger, "document", &key, document);
}

int store_load(const struct store *store, const char *kind, json_t **document)
{
	git_oid key = document_key(store, kind, store->base);

	return ledger_get(store->ledger, "document", &key, document);
}

int store_keep_common(const struct store *store, const char *kind, json_t *document)
{
	git_oid key = document_key(store, kind, NULL);

	return ledger_put(store->ledger, "document", &key, document);
}

int store_load_common(const struct store *store, const char *kind, json_t **document)
{
	git_oid key = document_key(store, kind, NULL);

	return ledger_get(store->ledger, "document", &key, document);
}

char *store_cover(const struct store *store, const struct plan *plan,
		  const json_t *basis)
{
	json_t *proof CLEANUP(free_json) = NULL;

	if (store_load(store, "proof", &proof) < 0)
		return NULL;
	return cover_text(plan, proof && quote_speaks_for(proof, basis, plan) ? proof : NULL);
}
