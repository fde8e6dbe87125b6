// What the rules of federations share. Internal to src/domain.
#pragma once

#include <optional>
#include <string>

#include "domain/rules.h"

namespace parasol::rules {

// The federation that a command names which only its owner's account may act on. Neither a row nor a refusal:
// not known here. Refuses not_found (it is not there, or the account acted on has nothing to do with it),
// not_allowed (the account is a member of it) and federation_dissolved.
struct OwnedFederation {
    std::optional<FederationRow> row;
    Verdict refusal;
};
OwnedFederation owned_federation(Context& context, FederationId federation);

// The name of the person who commands, for the record; empty where it is not known.
std::string commander_name(Context& context);

// What both sides are shown of an account that asks to join, as the account is now.
RequesterCard card_of(const AccountRow& account);
// A new active membership of the account, with its card.
MembershipRow membership_of(const AccountRow& account, MembershipId id, FederationId federation,
                            std::int64_t position, Instant since);

// Checks what an access code is given; the code's id must be new. Refuses text_too_long,
// text_has_control_characters, expiry_not_valid, uses_not_valid, only_for_not_valid, own_federation,
// id_taken.
Verdict check_new_code(Context& context, const IssueCode& command);
// Writes the code, and what the authority drew for it: its text sealed, and the key from its fingerprint.
void put_new_code(Context& context, const IssueCode& command);

void put_ended(Work& work, MembershipRow membership, MembershipState state, EndReason reason, Instant now);
void put_decided(Work& work, JoinRequestRow request, RequestState state, Instant decided);

// Ends the federation: pending requests are rejected and active members removed, reason `dissolved`, live
// codes revoked; what ran out before becomes expired instead. Its scopes must be held.
void dissolve(Work& work, FederationRow federation, Instant now);

}  // namespace parasol::rules
