// What the rules of federations share. Internal to src/domain.
#pragma once

#include <optional>
#include <string>
#include <vector>

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

// Refuses limit_end_not_valid.
Verdict check_limit(Limit limit, Instant until, Instant now);
// The limit of a new membership of the account, as the join request asked for it.
LimitRow first_limit(const JoinRequestRow& request, MembershipId membership, Instant now);
// Whether the account is paused, or full without an end, because the ownership came or went.
LimitRow limit_of_membership(const MembershipRow& membership, Limit limit, Instant now);
void put_limit(Work& work, LimitRow limit);

// The federation through which the command's path goes, by the account's active membership; none where the path is
// another one, or account:<id> is unknown.
std::optional<OwnMembershipRow> gone_through(Context& context);

// Ends all administrators in office. The federation's scope must be held.
void end_administrators(Work& work, FederationId federation, Instant now);

// Ends the open offers of the ownership, or only those to one account; those that ran out before become expired.
// The scope federation-owner:<federation> must be held.
void end_offers(Work& work, FederationId federation, TransferState state, Instant now, AccountId to = {});

// Ends a membership as left, and with it an open offer of the ownership to the member: it is declined.
void leave(Work& work, const MembershipRow& member, Instant now);

void put_ended(Work& work, MembershipRow membership, MembershipState state, EndReason reason, Instant now);
void put_decided(Work& work, JoinRequestRow request, RequestState state, Instant decided);

// Revokes all live codes; those that ran out before become expired.
void revoke_codes(Work& work, FederationId federation, Instant now);

// Ends the federation: pending requests are rejected and active members removed, reason `dissolved`, live
// codes revoked, offers withdrawn, administrators ended; what ran out before becomes expired instead. Its scopes
// must be held.
void dissolve(Work& work, FederationRow federation, Instant now);

}  // namespace parasol::rules
