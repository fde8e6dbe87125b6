"""Takes out every check of who may, one at a time, and names the test that fails for it.

    permission_checks.py --list           numbers and names them; says which no longer fit the sources
    permission_checks.py --only N         takes out one
    permission_checks.py                  takes out all, and writes docs/permission-checks.md
    permission_checks.py --scratch DIR    works in DIR and keeps it, so that the next time builds less
    ... --scratch DIR --resume            takes as found what DIR says was found with the same text in the same file

It works on a copy of the sources, never on the checkout. A check that nothing notices makes it exit 1, and so does one
whose text is no longer in its file exactly once: then the table below has to follow the sources.
"""
import argparse
import collections
import filecmp
import hashlib
import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
REPORT = os.path.join(ROOT, "docs", "permission-checks.md")
# What the tests are built from.
COPIED = ("CMakeLists.txt", "src", "tests", "assets", "shell")
# The files of tests/domain that are run first, so that what notices is named by the tests that are about it: for each
# beginning of a source's path, and else the tests of who may.
FIRST = ("authorisation_matrix", "permissions_tests")
SEEING = ("visibility_tests", "federation_administrators")
FEDERATIONS = ("federation_refusals", "federation_administrators", "federation_joining", "federation_limits",
               "federation_transfer", "federation_consent", "federation_states")
FIRST_OF = {"src/domain/visibility": SEEING, "src/domain/federation_reach": SEEING,
            "src/domain/rules_federation": FEDERATIONS, "src/domain/joining": FEDERATIONS,
            "src/domain/rules_people": ("people_tests", "federation_administrators"),
            "src/domain/rules_moving": ("moving_tests",),
            "src/domain/import_check": ("import_tests",), "src/domain/rules_import": ("federation_administrators",)}
LONGEST_RUN = 600  # seconds; a test that never ends has noticed something too

Mutation = collections.namedtuple("Mutation", "name file old new")
MUTATIONS = []


def out(name, file, old, new=""):
    place = file if file.startswith("shell/") else "src/" + file
    MUTATIONS.append(Mutation(name, place, old, new))


def cells(what, file, columns, rows):
    """Each cell of a table of permissions, turned over."""
    for line in rows:
        row = line.split()[1]
        values = re.findall(r"true|false", line)
        for at, column in enumerate(columns):
            turned = list(values)
            turned[at] = "false" if values[at] == "true" else "true"
            new = line[:line.index("{{")] + "{{" + ", ".join(turned) + "}},"
            wish = "may" if turned[at] == "true" else "may not"
            out(f"{what} `{row}` {wish} `{column}`", file, line, new)


# ---- src/domain/permissions.cpp: the two tables ----
COLUMNS = ("see", "see_money", "manage", "manage_money", "manage_services")
cells("the role", "domain/permissions.cpp", COLUMNS, (
    "/* account_owner         */ {{true, true, true, true, true}},",
    "/* billing_administrator */ {{true, true, false, true, false}},",
    "/* service_administrator */ {{true, false, false, false, true}},",
    "/* viewer                */ {{true, false, false, false, false}},"))
cells("at the limit", "domain/permissions.cpp", COLUMNS, (
    "/* full                  */ {{true, true, true, true, true}},",
    "/* without_billing       */ {{true, false, true, false, true}},",
    "/* services_only         */ {{true, false, false, false, true}},",
    "/* paused                */ {{false, false, false, false, false}},"))

# ---- The path: what it reaches ----
PATHS = "domain/permissions.cpp"
out("a path has a person", PATHS, "if (person.is_none() || home.is_none() || account.is_none())",
    "if (home.is_none() || account.is_none())")
out("a path has a home", PATHS, "if (person.is_none() || home.is_none() || account.is_none())",
    "if (person.is_none() || account.is_none())")
out("a path has an account", PATHS, "if (person.is_none() || home.is_none() || account.is_none())",
    "if (person.is_none() || home.is_none())")
out("own is home itself", PATHS, "if ((via == Via::own) != (home == account)) return Access::not_found;",
    "if (via != Via::own && home == account) return Access::not_found;")
out("parent is strictly below home", PATHS, "if ((via == Via::own) != (home == account)) return Access::not_found;",
    "if (via == Via::own && home != account) return Access::not_found;")
out("only a grant on home counts", PATHS, "        if (held.account != home) return;\n        granted = true;",
    "        granted = true;")
out("only what the role permits", PATHS,
    "permitted = permitted || permits(held.role, permission);", "permitted = true;")
out("without a grant on home there is nothing", PATHS, "    if (!granted) return Access::not_found;\n")
out("while the person's grants are not known nothing is allowed", PATHS,
    "if (via == Via::parent) ancestry_of(work, account);\n        return Access::unknown;",
    "if (via == Via::parent) ancestry_of(work, account);\n        return Access::allowed;")
out("what is not below home is not there", PATHS,
    "        if (!below) return ancestry.unknown() ? Access::unknown : Access::not_found;\n",
    "        static_cast<void>(below);\n")
out("while the tree is not known nothing is allowed", PATHS,
    "if (!below) return ancestry.unknown() ? Access::unknown : Access::not_found;",
    "if (!below && !ancestry.unknown()) return Access::not_found;")
out("an account that is not there has no ancestors", PATHS, "            ancestry.exists = false;\n")
out("an account below a suspended one is suspended", PATHS,
    "ancestry.suspended = ancestry.suspended || step.state == AccountState::suspended;",
    "ancestry.suspended = ancestry.suspended || (at == account && step.state == AccountState::suspended);")
out("a suspended account is suspended", PATHS,
    "ancestry.suspended = ancestry.suspended || step.state == AccountState::suspended;",
    "ancestry.suspended = ancestry.suspended || (at != account && step.state == AccountState::suspended);")
out("through a federation home is held, or the owner account", PATHS,
    "if (best.reached || (!home_held && seat.owner != home)) return;", "if (best.reached) return;")
out("through a federation home may be an account held", PATHS,
    "home_held = home_held || held.account == home;", "static_cast<void>(held);")
out("through a federation home may be the owner account", PATHS, "(!home_held && seat.owner != home)", "!home_held")
out("without a seat that reaches it an account is not there", PATHS,
    "if (!best.reached) return best.unknown ? Access::unknown : Access::not_found;",
    "if (best.unknown) return Access::unknown;")
out("while the members are not known nothing is allowed", PATHS,
    "if (!best.reached) return best.unknown ? Access::unknown : Access::not_found;",
    "if (!best.reached && !best.unknown) return Access::not_found;")
out("the member's limit counts", PATHS,
    "return permits(best.limit, permission) ? Access::allowed : Access::beyond_limit;", "return Access::allowed;")

# ---- What a command asks of the path ----
for command in ("CreateFederation", "Join", "Withdraw", "Leave", "Dissolve", "OfferTransfer", "AcceptTransfer",
                "DeclineTransfer", "WithdrawTransfer", "NameFederationAdministrator", "EndFederationAdministrator",
                "SetLimit"):
    out(f"`{command}` is excepted from federations", PATHS, f"std::is_same_v<C, {command}> ||", "false ||")
out("`SetConsent` is excepted from federations", PATHS, "std::is_same_v<C, SetConsent>);", "false);")
for command in ("SuspendAccount", "ResumeAccount", "CloseAccount"):
    out(f"`{command}` needs a grant above", PATHS, f"std::holds_alternative<{command}>(command) ||", "false ||")
out("`MoveAccount` needs a grant above", PATHS, "std::holds_alternative<MoveAccount>(command);", "false;")
out("commands need `manage`, not `see`", PATHS, "return CommandNeeds{Permission::manage, above, through};",
    "return CommandNeeds{Permission::see, above, through};")
out("commands need `manage`, not `manage_services`", PATHS, "return CommandNeeds{Permission::manage, above, through};",
    "return CommandNeeds{Permission::manage_services, above, through};")
out("commands need `manage`, not `manage_money`", PATHS, "return CommandNeeds{Permission::manage, above, through};",
    "return CommandNeeds{Permission::manage_money, above, through};")
out("the system states no path", PATHS, "if (is_system(command) || is_personal(command) ||",
    "if (is_personal(command) ||")
out("what is personal takes no grant", PATHS, "is_system(command) || is_personal(command) ||", "is_system(command) ||")
out("accepting an invitation takes no grant", PATHS,
    "is_personal(command) || std::holds_alternative<AcceptInvitation>(command)", "is_personal(command)")

# ---- What the path is refused as ----
out("what is not reached is `not_found`", PATHS,
    "    if (access == Access::not_found) return Refusal::not_found;\n")
out("what is not known yet is not refused", PATHS,
    "    if (access == Access::unknown) return std::nullopt;\n    if (via ==",
    "    if (access == Access::unknown) return Refusal::not_found;\n    if (via ==")
out("what is excepted is `not_through_federation`", PATHS,
    "    if (via == Via::federation && !needs.through_federation) return Refusal::not_through_federation;\n")
out("what the role does not permit is `not_allowed`", PATHS,
    "    if (access == Access::not_allowed) return Refusal::not_allowed;\n")
out("what the limit does not leave is `beyond_limit`", PATHS,
    "    if (access == Access::beyond_limit) return Refusal::beyond_limit;\n")
out("a grant above is asked for", PATHS, "if (needs.grant_above && via != Via::parent) {", "if (false) {")
out("a seat is no grant above", PATHS, "if (needs.grant_above && via != Via::parent) {",
    "if (needs.grant_above && via == Via::own) {")
out("above the root nobody has a grant, and that is said", PATHS,
    "return root ? Refusal::root_account : Refusal::needs_grant_above;",
    "static_cast<void>(root);\n        return Refusal::needs_grant_above;")

# ---- src/domain/rules.cpp: before every rule ----
RULES = "domain/rules.cpp"
out("the system's commands are given by nobody else", RULES,
    "if (is_system(envelope.command) != envelope.person.is_none()) return false;",
    "if (!is_system(envelope.command) && envelope.person.is_none()) return false;")
out("the system gives its own commands alone", RULES,
    "if (is_system(envelope.command) != envelope.person.is_none()) return false;",
    "if (is_system(envelope.command) && !envelope.person.is_none()) return false;")
out("what needs no grant states the path `own`", RULES,
    "envelope.via == Via::own && envelope.home == envelope.account;", "envelope.home == envelope.account;")
out("what needs no grant states its account as home", RULES,
    "envelope.via == Via::own && envelope.home == envelope.account;", "envelope.via == Via::own;")
out("the path is asked at all", RULES, "    return refusal_of_path(work, envelope.person, envelope.home, envelope.via,"
    " envelope.account, *needs,\n                           envelope.time);", "    return std::nullopt;")

# ---- src/domain/rules_*.cpp: what a rule asks besides ----
OWNED = "domain/rules_federation.cpp"
out("a federation that is not there is `not_found`", OWNED,
    "if (found.absent()) return {std::nullopt, Refusal::not_found};",
    "if (found.absent()) return {std::nullopt, Refusal::not_allowed};")
out("who is no member is not told that there is a federation", OWNED,
    "return {std::nullopt, member ? Refusal::not_allowed : Refusal::not_found};",
    "return {std::nullopt, Refusal::not_allowed};")
out("a member is told that it is not the owner", OWNED,
    "return {std::nullopt, member ? Refusal::not_allowed : Refusal::not_found};",
    "return {std::nullopt, Refusal::not_found};")
out("other accounts' memberships do not count", OWNED,
    "member |= membership.account == account && membership.state == MembershipState::active;",
    "member |= membership.state == MembershipState::active;")
out("former members are told nothing", OWNED,
    "member |= membership.account == account && membership.state == MembershipState::active;",
    "member |= membership.account == account;")


def owner_out(command, file, between=""):
    """The owner is asked for in many rules; in this one, any account may."""
    start = f"Verdict run(Context& context, const {command}& command) {{\n{between}"
    asked = "    const auto federation = owned_federation(context, command.federation);\n"
    any_account = ("    const auto there = context.work.find<FederationRow>(federation_scope(command.federation),\n"
                   "                                                        command.federation);\n"
                   "    OwnedFederation federation;\n"
                   "    if (there.present()) federation.row = *there;\n"
                   "    if (there.absent()) federation.refusal = Refusal::not_found;\n")
    out(f"`{command}` is the owner account's", file, start + asked, start + any_account)


WORK = "    Work& work = context.work;\n"
owner_out("IssueCode", "domain/rules_federation_codes.cpp")
owner_out("RevokeCode", "domain/rules_federation_codes.cpp",
          WORK + "    const Scope scope = federation_owner_scope(command.federation);\n")
owner_out("Accept", "domain/rules_federation_requests.cpp", WORK)
owner_out("Reject", "domain/rules_federation_requests.cpp",
          WORK + "    if (const auto refusal = check_text(command.message)) return refusal;\n")
owner_out("RemoveMember", "domain/rules_federation_membership.cpp", WORK)
owner_out("Dissolve", "domain/rules_federation_membership.cpp", WORK)
owner_out("OfferTransfer", "domain/rules_federation_transfer.cpp",
          WORK + "    const Instant now = context.envelope.time;\n")
owner_out("NameFederationAdministrator", "domain/rules_federation_administrators.cpp",
          WORK + "    const Envelope& envelope = context.envelope;\n")
owner_out("EndFederationAdministrator", "domain/rules_federation_administrators.cpp", WORK)

ADMINISTRATORS = "domain/rules_federation_administrators.cpp"
out("who is named is found at home or below", ADMINISTRATORS,
    "if (reached == Presence::absent) return Refusal::not_found;",
    "if (reached == Presence::unknown) return std::nullopt;")
out("who is named holds a grant there", ADMINISTRATORS,
    "if (row.person == command.person) grant = row;", "grant = row;")
out("only through a federation a gift is that federation's", ADMINISTRATORS,
    "    if (context.envelope.via != Via::federation) return std::nullopt;\n    return active_membership_of",
    "    return active_membership_of")

CODES = "domain/rules_federation_codes.cpp"
out("the root account creates no federation", CODES,
    "    if (account.parent.is_none()) return Refusal::root_account;\n")
out("only operator and partners create federations", CODES,
    "if (home != AccountKind::operator_ && home != AccountKind::partner) {",
    "if (false && home != AccountKind::operator_) {")
out("the operator creates federations", CODES,
    "if (home != AccountKind::operator_ && home != AccountKind::partner) {", "if (home != AccountKind::partner) {")
out("partners create federations", CODES,
    "if (home != AccountKind::operator_ && home != AccountKind::partner) {", "if (home != AccountKind::operator_) {")
out("the home that counts for creating is the stated one", CODES,
    "if (grant.account == context.envelope.home) kind = grant.account_kind;", "kind = grant.account_kind;")
out("a suspended account creates no federation", CODES,
    "    if (suspended) return Refusal::account_suspended;\n", "    static_cast<void>(suspended);\n")
out("a member creates no federation", CODES, "    if (active_membership_of(context.work, account.id)) "
    "return Refusal::already_in_federation;\n")

LIMITS = "domain/rules_federation_limits.cpp"
out("a limit is set for the membership of that federation", LIMITS,
    "membership.absent() || membership->federation != command.federation", "membership.absent()")
out("a former member sets no limit", LIMITS,
    "    if (membership->state != MembershipState::active) return Refusal::not_a_member;\n")
out("the owner account sets no limit", LIMITS, "    if (membership->owner) return Refusal::owner_always_full;\n")

MEMBERS = "domain/rules_federation_membership.cpp"
out("the owner account is not removed", MEMBERS,
    "    if (found->account == federation.row->owner) return Refusal::owner_must_transfer_or_dissolve;\n")
out("an account leaves by its own membership", MEMBERS,
    "if (found.absent() || found->account != context.envelope.account) return Refusal::not_found;",
    "if (found.absent()) return Refusal::not_found;")

REQUESTS = "domain/rules_federation_requests.cpp"
out("a ticket is for its person", REQUESTS,
    "return ticket.person == envelope.person && ticket.account == envelope.account &&",
    "return ticket.account == envelope.account &&")
out("a ticket is for its account", REQUESTS,
    "return ticket.person == envelope.person && ticket.account == envelope.account &&",
    "return ticket.person == envelope.person &&")
out("a ticket runs out", REQUESTS, "ticket.account == envelope.account &&\n           "
    "!has_passed(ticket.expires, envelope.time);", "ticket.account == envelope.account;")
out("an account withdraws its own request", REQUESTS,
    "if (found.absent() || found->account != context.envelope.account) return Refusal::not_found;",
    "if (found.absent()) return Refusal::not_found;")
out("who is accepted may federate with the owner still", REQUESTS,
    "    if (!may_federate(work, request.account, federation.owner)) return Refusal::outside_partner;\n")
out("who is accepted is in no federation meanwhile", REQUESTS,
    "    if (active_membership_of(work, request.account)) return Refusal::already_in_federation;\n")

JOINING = "domain/joining.cpp"
out("the root account joins nothing", JOINING,
    "    if (asking->parent.is_none()) return {Refusal::root_account, {}};\n")
out("a member joins nothing else", JOINING,
    "return {own ? Refusal::own_federation : Refusal::already_in_federation, {}};",
    "static_cast<void>(own);\n        return {};")
out("a code for one account is none to another", JOINING,
    "    if (!code.only_for.empty() && code.only_for != asking.number) return false;\n")
out("a code counts while it lives", JOINING, "    if (code_state(code, now) != CodeState::live) return false;\n")
out("a code has so many uses", JOINING,
    "return uses_taken_at(work, code.federation, code.id, now) - taken_by_it < code.uses_allowed;",
    "static_cast<void>(taken_by_it);\n    return true;")
out("who asks may federate with the owner", JOINING,
    "    if (!may_federate(work, account, joined->owner)) return {Refusal::outside_partner, {}};\n")
out("outside the partner takes the consent of the one", JOINING, "return let && other_let;",
    "static_cast<void>(let);\n    return other_let;")
out("outside the partner takes the consent of the other", JOINING, "return let && other_let;",
    "static_cast<void>(other_let);\n    return let;")
out("only partners and the operator consent", "domain/rules_accounts.cpp",
    "    if (!decides) return Refusal::not_a_partner;\n", "    static_cast<void>(decides);\n")

TRANSFER = "domain/rules_federation_transfer.cpp"
out("an offer is decided by whom it was made to", TRANSFER,
    "if (found.absent() || found->to != context.envelope.account) return {std::nullopt, Refusal::not_found};",
    "if (found.absent()) return {std::nullopt, Refusal::not_found};")
out("an offer is withdrawn by who made it", TRANSFER,
    "if (found.absent() || found->from != context.envelope.account) return Refusal::not_found;",
    "if (found.absent()) return Refusal::not_found;")
out("a former member does not take over", TRANSFER,
    "if (member.absent() || member->state != MembershipState::active) return Refusal::not_a_member;",
    "if (member.absent()) return Refusal::not_a_member;")
out("a suspended member does not take over", TRANSFER,
    "    if (ancestry.suspended) return Refusal::account_suspended;\n")
out("the ownership is not offered to the owner", TRANSFER,
    "    if (member->account == federation.row->owner) return Refusal::own_federation;\n")
out("the ownership is not offered to a former member", TRANSFER,
    "    if (member->state != MembershipState::active) return Refusal::not_a_member;\n"
    "    if (open && open->membership", "    if (open && open->membership")

out("an import through a federation reaches nothing below", "domain/rules_import.cpp",
    "const bool reaches_below = context.envelope.via != Via::federation;", "const bool reaches_below = true;")
out("an import names no account by number outside its own", "domain/import_check.cpp",
    "        if (std::find(above, ancestry.chain.end(), base_) == ancestry.chain.end()) return {};\n",
    "        static_cast<void>(above);\n")
MOVING = "domain/rules_moving.cpp"
out("where an account is moved is reached from home", MOVING,
    "    if (!has(above, context.envelope.home)) return Refusal::not_found;\n")
out("an account stays with its partner", MOVING, "    if (partner != other_partner) return Refusal::another_partner;\n")

PEOPLE = "domain/rules_people.cpp"
out("through a federation nobody is made account owner", PEOPLE,
    "    if (role == Role::account_owner) return Refusal::not_through_federation;\n")
out("through a federation no role goes beyond the limit", PEOPLE,
    "        if (permits(role, permission) && !permits(limit, permission)) return Refusal::beyond_limit;\n",
    "        static_cast<void>(role);\n        static_cast<void>(permission);\n        static_cast<void>(limit);\n")
out("only a federation's gifts are limited", PEOPLE,
    "    if (context.envelope.via != Via::federation) return std::nullopt;\n    if (role ==", "    if (role ==")
out("inviting asks what may be given", PEOPLE,
    "    if (const auto refusal = check_gift(context, through, command.role)) return refusal;\n")
out("an invitation is for its address", PEOPLE,
    "    if (lower_email(person->email) != invitation->email) return Refusal::invitation_not_for_you;\n")
out("a federation revokes only its own invitations", PEOPLE,
    "    if (const auto refusal = check_own_gift(context, found->through)) return refusal;\n    const InvitationState",
    "    const InvitationState")
out("a federation removes only its own administrators", PEOPLE,
    "    if (const auto refusal = check_own_gift(context, found->through)) return refusal;\n    if (is_last_owner",
    "    if (is_last_owner")
out("what another federation gave is not its own", PEOPLE, "membership && membership->federation == through;",
    "membership && !through.is_none();")
out("by a grant everybody's gifts are ended", PEOPLE,
    "    if (context.envelope.via != Via::federation) return std::nullopt;\n    const auto membership",
    "    const auto membership")
out("an address is one person's", PEOPLE,
    "address_used = address_used || key.id != command.person;", "static_cast<void>(key);")

# ---- src/domain/visibility.cpp ----
SEEN = "domain/visibility.cpp"
GRANTED = "    case ScopeKind::children:\n    case ScopeKind::account:\n    case ScopeKind::activity:\n"
GRANTED_SWITCH = "    switch (scope.kind) {\n" + GRANTED + "    case ScopeKind::people: return on_or_above"
SEATED_SWITCH = ("    switch (scope.kind) {\n    case ScopeKind::account:\n    case ScopeKind::activity:\n"
                 "    case ScopeKind::people: return seated_on")
for kind in ("children", "account", "activity", "people", "standing", "logo", "face", "federation", "federation_owner"):
    for answer, words in (("yes", "does not open every"), ("no", "opens its")):
        out(f"a grant {words} `{kind}`", SEEN, GRANTED_SWITCH,
            f"    if (scope.kind == ScopeKind::{kind}) return Reading::{answer};\n" + GRANTED_SWITCH)
        if kind == "children":
            continue
        out(f"a seat {words} `{kind}`", SEEN, SEATED_SWITCH,
            f"    if (scope.kind == ScopeKind::{kind}) return Reading::{answer};\n" + SEATED_SWITCH)
out("a seat does not open what is below a member", SEEN,
    "return seated_in(seats, FederationId(scope.id)) ? Reading::yes : Reading::no;\n    default: return Reading::no;",
    "return seated_in(seats, FederationId(scope.id)) ? Reading::yes : Reading::no;\n    default: return Reading::yes;")
out("only account owners count as owners", SEEN,
    "if (grant.role == Role::account_owner) held.owned.push_back(grant.account);",
    "held.owned.push_back(grant.account);")
out("what is not there is read by nobody", SEEN,
    "    if (!ancestry.exists) return Reading::no;\n    if (any_of_chain",
    "    if (!ancestry.exists) return Reading::yes;\n    if (any_of_chain")
out("while the tree is not known nothing is read", SEEN, "return ancestry.unknown() ? Reading::unknown : Reading::no;\n"
    "}\n\n// Whether a grant is on `base`, above it, or anywhere below it.",
    "return ancestry.unknown() ? Reading::yes : Reading::no;\n"
    "}\n\n// Whether a grant is on `base`, above it, or anywhere below it.")
out("a standing is read from on, above or below it", SEEN,
    "if (std::find(ancestry.chain.begin(), ancestry.chain.end(), base) != ancestry.chain.end()) {", "if (true) {")
out("a face is read from directly below it", SEEN,
    "if (row.present() && row->parent == base) return Reading::yes;", "if (row.present()) return Reading::yes;")
out("former members read no federation", SEEN,
    "const bool member = at ? row.since <= *at && (active || row.ended > *at) : active;",
    "const bool member = at ? row.since <= *at && (active || row.ended > *at) : true;")
out("of the past, members since then read nothing", SEEN,
    "at ? row.since <= *at && (active || row.ended > *at) : active;", "at ? active || row.ended > *at : active;")
out("of the past, members before then read nothing", SEEN,
    "at ? row.since <= *at && (active || row.ended > *at) : active;", "at ? row.since <= *at : active;")
out("suspended members read no federation", SEEN,
    "if (ancestry.suspended || !ancestry.exists) continue;", "if (!ancestry.exists) continue;")
out("members that are not there read no federation", SEEN,
    "if (ancestry.suspended || !ancestry.exists) continue;", "if (ancestry.suspended) continue;")
out("only members and those above them read a federation", SEEN,
    "} else if (any_of_chain(ancestry.chain, held.accounts)) {", "} else {")
out("the owner's side is for account owners", SEEN,
    "if (row.absent()) return Reading::no;\n    return on_or_above(work, held.owned, row->owner);",
    "if (row.absent()) return Reading::no;\n    return on_or_above(work, held.accounts, row->owner);")
out("the past of the owner's side is for account owners", SEEN,
    "return on_or_above(work, held.owned, next ? next->from : row->owner);",
    "return on_or_above(work, held.accounts, next ? next->from : row->owner);")
out("the past of the owner's side is for who owned it then", SEEN,
    "return on_or_above(work, held.owned, next ? next->from : row->owner);",
    "static_cast<void>(next);\n    return on_or_above(work, held.owned, row->owner);")
out("only a later transfer tells the owner of before", SEEN,
    "transfer.state == TransferState::accepted && transfer.decided > at;",
    "transfer.state == TransferState::accepted;")
out("the first of the later transfers tells the owner of before", SEEN,
    "if (later && (!next || transfer.decided < next->decided)) next = &transfer;", "if (later) next = &transfer;")
out("a seat sees only what the limit lets it see", SEEN,
    "return reach.reached && permits(reach.limit, Permission::see);", "return reach.reached;")
out("a seat reads names only of members it sees", SEEN, "            if (!sees(member.reach)) continue;\n")
out("a seat reads the face directly above a member, no higher", SEEN,
    "if (directly ? parent : any) return Reading::yes;",
    "static_cast<void>(parent);\n            static_cast<void>(directly);\n            if (any) return Reading::yes;")
out("a seat reads standings above a member alone", SEEN, "if (directly ? parent : any) return Reading::yes;",
    "static_cast<void>(any);\n            if (!directly || parent) return Reading::yes;")
out("a seat reads its own federation alone", SEEN, "return seat.federation == federation;",
    "static_cast<void>(federation);\n                           return !seat.id.is_none();")
out("an invitation is read by its address", SEEN,
    "return row.present() && lower_email(row->email) == email ? Reading::yes : Reading::no;",
    "static_cast<void>(email);\n    return row.present() ? Reading::yes : Reading::no;")
out("nobody reads nothing", SEEN, "if (person.is_none() || is_key(scope.kind)) return Reading::no;",
    "if (is_key(scope.kind)) return Reading::no;")
out("keys are the authority's", SEEN, "if (person.is_none() || is_key(scope.kind)) return Reading::no;",
    "if (is_key(scope.kind)) return Reading::yes;\n    if (person.is_none()) return Reading::no;")
for kind in ("person", "inbox"):
    out(f"`{kind}` is the person's own", SEEN, "return scope.id == person ? Reading::yes : Reading::no;",
        f"return scope.id == person || scope.kind == ScopeKind::{kind} ? Reading::yes : Reading::no;")
out("what has no past is not read of the past", SEEN, "    if (!has_past(scope.kind)) return Reading::no;\n")
out("the past is no more open than today", SEEN,
    "if (today == Reading::yes || (!owner && scope.kind != ScopeKind::federation)) return today;",
    "if (today == Reading::yes || (!owner && scope.kind != ScopeKind::federation)) return Reading::yes;")
out("of the past the owner's side is its owners'", SEEN,
    "owner ? owned_federation(work, held, federation, at) : reads_federation(work, held, federation, at);",
    "reads_federation(work, held, federation, at);\n    static_cast<void>(owned_federation);")
out("who is told is who reaches the account", SEEN,
    "return held.known ? on_or_above(work, held.accounts, account) : Reading::unknown;",
    "return held.known ? Reading::yes : Reading::unknown;")

# ---- src/domain/federation_reach.cpp ----
REACH = "domain/federation_reach.cpp"
out("a member that chose nothing is paused", REACH, "return {false, true, row.present() ? limit_at(*row, now) :"
    " Limit::paused};", "return {false, true, row.present() ? limit_at(*row, now) : Limit::full};")
out("a limit ends, as its own row says", REACH, "row.present() ? limit_at(*row, now)", "row.present() ? row->limit")
out("a member without a copy of its limit is paused", REACH,
    "copy.present() ? limit_at(*copy, now) : Limit::paused", "copy.present() ? limit_at(*copy, now) : Limit::full")
out("a limit ends, as its copy says", REACH, "copy.present() ? limit_at(*copy, now)", "copy.present() ? copy->limit")
out("while the limit is not known nothing is reached", REACH,
    "if (copy.unknown()) return {true, false, Limit::paused};",
    "if (copy.unknown()) return {false, true, Limit::full};")
out("a seat reaches no suspended member", REACH, "if (!ancestry.exists || ancestry.suspended) return {};",
    "if (!ancestry.exists) return {};")
out("a seat reaches no member that is not there", REACH, "if (!ancestry.exists || ancestry.suspended) return {};",
    "if (ancestry.suspended) return {};")
out("only the owner account is always full", REACH, "const bool owner = member.account == seat.owner;",
    "const bool owner = true;")
out("while the tree is not known a member is not reached", REACH,
    "return ancestry.unknown() ? SeatReach{true, false, Limit::paused} : reach;", "return reach;")
out("a seat reads nothing above a former member", REACH,
    "        if (row.state == MembershipState::active) members.push_back(row);", "        members.push_back(row);")
out("a seat reaches no former member", REACH,
    "if (row.state == MembershipState::active && row.account == account) member = &row;",
    "if (row.account == account) member = &row;")
out("a seat reaches the accounts of its members alone", REACH,
    "if (row.state == MembershipState::active && row.account == account) member = &row;",
    "if (row.state == MembershipState::active) member = &row;")
out("while the members are not known none is reached", REACH,
    "        return {true, false, Limit::paused};\n    }\n    return member",
    "        return {false, true, Limit::full};\n    }\n    return member")

# ---- src/authority ----
TURN = "authority/turn.cpp"
SESSIONS = "authority/sessions.cpp"
out("a session ends", SESSIONS, "if (found.expires > now) row = found;", "row = found;")
out("a new password ends the sessions before it", SESSIONS,
    "    if (password.present() && password->set > row->created) return {};\n", "    static_cast<void>(password);\n")
out("a session that rests too long ends", SESSIONS, "    if (has_passed(rests_until(desk, *use), now)) return {};\n")
out("a session on a shared computer is short", SESSIONS,
    "session.shared ? desk.options.shared_most : desk.options.session_most;", "desk.options.session_most;")
out("a confirmation is over", SESSIONS,
    "return !desk.options.passwords || !has_passed(session.confirmed + confirmation_life, desk.clock.now());",
    "return !desk.options.passwords || session.confirmed + confirmation_life != desk.clock.now();")
out("a second factor takes a code", SESSIONS, "    if (code.empty()) return Refusal::second_factor_needed;\n",
    "    if (code.empty()) return std::nullopt;\n")
out("a code is taken once", SESSIONS, "        if (*step <= row.step) return Refusal::code_wrong;  // seen before, by"
    " whoever\n")
out("a wrong code is refused", SESSIONS, "if (std::erase(row.recovery, print) == 0) return Refusal::code_wrong;",
    "std::erase(row.recovery, print);")
for command, words in (("remove_administrator", "false"), ("dissolve", "false"), ("offer_transfer", "false"),
                       ("accept_transfer", "true")):
    out(f"`{command}` needs a confirmation", "domain/commands.cpp", f'{{"{command}", {words}, true}},',
        f'{{"{command}", {words}}},')
out("inviting an account owner needs a confirmation", "domain/commands.cpp",
    "(invites && invites->role == Role::account_owner)", "(invites && false)")
PUSH = "authority/job_push.cpp"
out("who pushes is signed in", PUSH, "        if (person.is_none()) {\n"
    "            reply_ = Refusing{Refusal::signed_out, 0};\n            return {};\n        }\n")
out("pushed commands are the signed-in person's", PUSH,
    "envelope.client != client_ || envelope.person != person || envelope.seq != seq",
    "envelope.client != client_ || (envelope.person != person && person.is_none()) || envelope.seq != seq")
out("pushed commands are of one client", PUSH,
    "envelope.client != client_ || envelope.person != person ||", "envelope.person != person ||")
out("a client is its person's", PUSH,
    "        if (!owner.is_none() && owner != person) return refuse(Refusal::malformed);\n",
    "        static_cast<void>(owner);\n")
out("a client that begins in the same turn is its person's", PUSH,
    "const PersonId owner = begun ? begun->person : known->record.person;",
    "static_cast<void>(begun);\n        const PersonId owner = known->record.person;")
out("a command that needs a confirmation waits for it", PUSH,
    "if (!confirmed_ && needs_confirmation(wishes_[next_].envelope.command)) {", "if (false) {")
PULL = "authority/job_pull.cpp"
out("who pulls is signed in", PULL, "if (person_.is_none()) return Refusing{Refusal::signed_out, 0};", "")
out("outcomes are told to whose client it is", PULL, "const bool own = record.person == person_;",
    "const bool own = true;")
out("what is pulled may be read", PULL,
    "as_of_ == 0 ? may_read(work, person_, scope, now)", "as_of_ == 0 ? Reading::yes")
out("what is pulled of the past may be read", PULL, ": may_read_past(work, person_, scope, as_of_, now);",
    ": Reading::yes;")
CODE_JOBS = "authority/job_codes.cpp"
LOOK_UP_SIGNED = "        if (person.is_none()) return Refusing{Refusal::signed_out, 0};\n"
out("who looks up a code is signed in", CODE_JOBS,
    LOOK_UP_SIGNED + "        const auto refusal = check_path(work, person, request_, Join{}, now);",
    "        const auto refusal = check_path(work, person, request_, Join{}, now);")
out("who looks up a code may join", CODE_JOBS, "check_path(work, person, request_, Join{}, now);",
    "std::optional<Refusal>();")
out("a code that opens nothing is answered like one that is none", CODE_JOBS,
    "may_join(work, request_.account, key->federation, key->id, now, JoinProof::typed);",
    "may_join(work, request_.account, key->federation, key->id, now, JoinProof::ticket);")
out("after five wrong codes none is taken", CODE_JOBS,
    "        if (locked > now) return Refusing{Refusal::code_entry_locked, locked};\n")
out("wrong codes lock the account", CODE_JOBS,
    "std::max(locked_until(work, request_.account), locked_until(work, person));", "locked_until(work, person);")
out("wrong codes lock the person", CODE_JOBS,
    "std::max(locked_until(work, request_.account), locked_until(work, person));",
    "locked_until(work, request_.account);")
out("who is shown a code is signed in", CODE_JOBS,
    LOOK_UP_SIGNED + "        const auto refusal = check_path(work, person, request_, IssueCode{}, desk_.clock.now());",
    "        const auto refusal = check_path(work, person, request_, IssueCode{}, desk_.clock.now());")
out("who is shown a code may issue codes", CODE_JOBS,
    "check_path(work, person, request_, IssueCode{}, desk_.clock.now());", "std::optional<Refusal>();")
out("a code is shown on the owner account", CODE_JOBS,
    "const bool owns = federation.present() && federation->owner == request_.account;",
    "const bool owns = federation.present();")
out("a code is shown of the federation it is of", CODE_JOBS, "if (!owns || !code.present() || !sealed.present())",
    "if (!owns || !sealed.present())")
SIGN_IN = "authority/job_sign_in.cpp"
out("an invitation signs in while it is open", "authority/sessions.cpp",
    "invitation.present() && is_open(*invitation, desk_.clock.now());", "invitation.present();")
out("who signs in is asked for once", SIGN_IN, "if (by_person == !request_.invitation.is_none()) {", "if (false) {")
PASSWORD = "authority/job_password.cpp"
out("a link is over", PASSWORD, "if (!has_passed(row.expires, desk.clock.now())) link = row;", "link = row;")
out("a link is looked at while its invitation is open", PASSWORD,
    "if (invitation.present() && is_open(*invitation, desk_.clock.now())) {", "if (invitation.present()) {")
out("only the password that was compared begins a session", PASSWORD,
    "if (hash_of(work, desk_, compared_.person) == compared_.hash) {", "{")
out("a password alone begins no session where there is a second factor", PASSWORD,
    "reply_ = refusal ? Refusing{*refusal, 0} : begin_session(work, desk_, session_, compared_.person);",
    "static_cast<void>(refusal);\n            reply_ = begin_session(work, desk_, session_, compared_.person);")
out("an invitation's link does not go around the second factor", PASSWORD,
    "            missing = take_code_once(turn, person);\n")
out("a reset link does not go around the second factor", PASSWORD,
    "link->invitation.is_none() ? take_code_once(turn, person) : accept(turn, *link, person);",
    "link->invitation.is_none() ? Missing() : accept(turn, *link, person);")
out("a person's links end with the next password", PASSWORD,
    "return password.present() && password->set > link->made ? std::nullopt : link;",
    "static_cast<void>(password);\n    return link;")
OWN = "authority/job_sessions.cpp"
OWN_JOB = "authority/own_job.h"
out("who asks about their sessions is signed in", OWN_JOB, "        if (session.person.is_none()) {\n"
    "            reply_ = Refusing{Refusal::signed_out, 0};\n        } else if (asks", "        if (asks")
out("what needs a confirmation waits for it", OWN_JOB, "asks_confirmation_ && !is_confirmed(session, desk_)", "false")
for job in ("MayChangePasswordJob", "BeginSecondFactorJob", "TurnOffSecondFactorJob", "RecoveryCodesJob"):
    arguments = {"MayChangePasswordJob": "std::string session, std::string password"}.get(job, "std::string session")
    start = f"    {job}(Desk& desk, {arguments})\n        : OwnJob(desk, std::move(session), "
    out(f"`{job}` needs a confirmation", OWN, start + "true)", start + "false)")
out("`TurnOnSecondFactorJob` needs a confirmation", OWN,
    "        : OwnJob(desk, std::move(session), true),\n          code_(", "        : OwnJob(desk, std::move(session), "
    "false),\n          code_(")
out("one's own data need a confirmation", "authority/job_own_data.cpp",
    ": OwnJob(desk, std::move(session), true), found_", ": OwnJob(desk, std::move(session), false), found_")
out("of one's own data no invitation is another's", "authority/job_own_data.cpp",
    "if (row.state == InvitationState::accepted) parts", "parts")
out("what one did is one's own", "authority/own_data.cpp",
    "if (entry.own || envelope.person != parts.person.id) return;", "if (entry.own) return;")
out("erasing oneself needs a confirmation", "authority/job_erasure.cpp",
    ": OwnJob(desk, std::move(session), true), typed_", ": OwnJob(desk, std::move(session), false), typed_")
out("who is erased leaves no account without an owner", "authority/job_erasure.cpp",
    "        if (!left.is_none()) return Refusing{Refusal::last_account_owner, 0, left};\n")
out("who is erased has no session any more", "authority/job_erasure.cpp",
    "        end_sessions(work, who.person);\n"
    "        work.erase<SessionRow>(session_key(session.fingerprint), session.id);\n",
    "        static_cast<void>(session);\n")
out("who is erased has no password any more", "authority/job_erasure.cpp",
    "        work.put(password_key(who.person), PasswordRow{who.person, {}, desk_.clock.now()});\n")
out("who is erased has no role any more", "authority/job_erasure.cpp",
    "            work.erase<GrantRow>(people_of(held.account), held.id);\n")
out("who is erased has no seat any more", "authority/job_erasure.cpp",
    "            ended.ended = desk_.clock.now();\n")
out("nobody gets a link for an address that is nobody's", "authority/mail_rounds.cpp",
    " && !is_erased_address(email_)", "")
out("only the password that was compared confirms", OWN,
    "if (!still || hash_of(work, desk_, session.person) != compared_.hash) {", "if (!still) {")
out("a confirmation takes the second factor", OWN,
    "        if (const auto refusal = take_code(work, desk_, session.person, code_)) return Refusing{*refusal, 0};\n")
out("a second factor is turned on by its code", OWN,
    "        if (!step) return Refusing{Refusal::code_wrong, 0};\n        row.secret",
    "        row.secret")
out("a second factor is turned on soon", OWN,
    "row.begun.empty() || has_passed(row.begun_at + second_factor_begun_life, now)", "row.begun.empty()")
out("a session that is revoked ends", SESSIONS,
    "    work.erase<SessionRow>(session_key(use.fingerprint), use.id);\n")
out("a changed password ends the other sessions", OWN, "        work.put(password_key(person), PasswordRow{person, "
    "made_, now});\n", "        static_cast<void>(now);\n")
PEOPLE = "authority/people.cpp"
out("a mail goes to nobody who is not invited any more", "authority/mail_rounds.cpp",
    "if (!open || !newest) return std::nullopt;", "static_cast<void>(open);\n        static_cast<void>(newest);")
out("an invitation's link replaces no password", PEOPLE, "if (link->has_password) {", "if (false) {")
out("an invitation's link replaces no password that came meanwhile", PASSWORD,
    "if (known.empty() ? made_.empty() : known != compared_) {", "if (false) {")
out("an invitation is accepted by its link", TURN, "decision.done() && desk_.options.passwords && !wish.by_link &&",
    "decision.done() && false && !wish.by_link &&")
out("who has an address is shown no invitation to it", "authority/job_pull.cpp",
    "scope.kind == ScopeKind::invited && desk_.options.passwords", "false")
out("no link through a federation", PASSWORD, "        if (request_.via == Via::federation) "
    "return Refusing{Refusal::not_through_federation, 0};\n")
out("a used link is gone", PASSWORD,
    "            work.erase<LinkRow>(link_key(desk_.vault.fingerprint(\"link\", token_)), link.id);\n")
out("who makes a link is signed in", PASSWORD,
    "        if (person.is_none()) return Refusing{Refusal::signed_out, 0};\n")
out("who makes a link may invite", PASSWORD, "        if (refusal) return Refusing{*refusal, 0};\n",
    "        static_cast<void>(refusal);\n")
out("a link is made for an open invitation", PASSWORD,
    "if (!invitation.present() || !is_open(*invitation, now)) return", "if (!invitation.present()) return")
out("a new link ends the one before", PASSWORD,
    "        if (before.present()) work.erase_all<LinkRow>(link_key(before->fingerprint));\n",
    "        static_cast<void>(before);\n")
out("a wrong password signs nobody in, accepts no invitation and confirms nothing", PEOPLE,
    "        if (!*same) return done(Refusing{Refusal::wrong_sign_in, 0});\n")
out("signing out ends the session", SIGN_IN, "            work.erase_all<SessionRow>(scope);\n")
out("only the demo signs in whoever asks", "authority/engine.cpp", "} else if (!options_.demo_sign_in) {",
    "} else if (false) {")
out("the list of sign-ins names open invitations alone", "authority/sign_in_list.cpp",
    "                if (!is_open(row, now)) return;\n",
    "                static_cast<void>(now);\n")

# ---- shell/server ----
API = "shell/server/api.cpp"
out("only a page of the same origin asks, says the browser", API,
    '(!site.empty() && site != "same-origin") || !same_origin', "!same_origin")
out("only a page of the same origin asks, says the origin", API,
    '(!site.empty() && site != "same-origin") || !same_origin', '!site.empty() && site != "same-origin"')
out("a request has the header that another site cannot send", API,
    "        if (protocol.empty()) {", "        if (false) {")
out("a request's body is JSON", API, 'if (type.substr(0, type.find(\';\')) != "application/json") {', "if (false) {")
out("a session is that of the person who is named", API,
    "return std::string(session_prefix) + person;", 'return person.empty() ? std::string() : "__Host-parasol-";')
out("no answer holds a session's token", API, "        begun->session = id;\n")
out("a session's cookie is for no script", API, "; Path=/; Secure; HttpOnly; SameSite=Strict",
    "; Path=/; Secure; SameSite=Strict")
out("who listens for pokes is signed in", API, "if (std::holds_alternative<Pulled>(reply) && id) {", "if (id) {")
out("wrong passwords make wait", API,
    "    if (wait > 0) return done(answer_to(Refusing{Refusal::sign_in_slowed, system_now() + wait}, {}, false));\n",
    "    static_cast<void>(wait);\n")
out("a large request is of somebody who has a session", "shell/server/connection.cpp",
    "length > most_of_strangers && !server_.api_.has_session(parser_->get()[http::field::cookie])", "false")
out("a stream tells of what may be read", API,
    "    std::erase_if(asked.scopes, [&](const Scope& scope) { return gone.count(scope) != 0; });\n")
out("what has begun goes on for who may read it", PULL,
    "if (!seen.insert(begun.scope).second || !is_readable(work, begun.scope)) continue;",
    "if (!seen.insert(begun.scope).second) continue;")
out("a database is opened with its own key", "shell/server/sqlite_open.cpp",
    "return sql_->good() && (known.empty() || known == print);", "return sql_->good();")
out("who asks too often waits", API, "    if (wait > 0) {", "    if (false) {")
out("wrong codes make wait", API, "refusing->refusal == Refusal::wrong_sign_in || "
    "refusing->refusal == Refusal::code_wrong", "refusing->refusal == Refusal::wrong_sign_in")
out("who asks for links too often waits", API, "        if (until) return done(answer_to(Refusing{"
    "Refusal::sign_in_slowed, *until}, {}, false));\n", "        static_cast<void>(until);\n")
out("mail off this machine takes TLS", "shell/server/smtp_mailer.cpp",
    "return !options.plain && !is_here(host_of(options.relay));", "return !options.plain && false;")
out("a mail has one receiver", "shell/server/smtp_mailer.cpp",
    "    if (!is_plain_address(mail.email)) return MailEnd::refused;\n")
out("no name breaks a mail's header", "shell/server/mail_text.cpp",
    "line.push_back(byte < 0x20 || byte == 0x7F ? ' ' : symbol);", "line.push_back(byte == 0x7F ? ' ' : symbol);")
POKES = "shell/server/pokes.cpp"
out("a stream ends with its session", POKES, "if (scope.kind == ScopeKind::key_session) {", "if (false) {")
out("a stream ends with a new password", POKES, "if (scope.kind == ScopeKind::key_password) {", "if (false) {")
out("plain HTTP is for this machine alone", "shell/server/http_server.cpp",
    "if (!parsed.is_loopback() && !options_.behind_proxy) {", "if (false) {")
out("a database is for nobody else's eyes", "shell/server/sqlite_open.cpp",
    "    // What is in it is nobody else's to read.\n    const mode_t before = umask(0077);",
    "    const mode_t before = umask(0022);")
out("a key is for nobody else's eyes", "shell/server/secrets.cpp", "S_IRUSR | S_IWUSR", "0644")
SECRETS = "shell/server/secrets.cpp"
out("what was sealed under another key stays closed", SECRETS, "    if (opened != 0) return std::nullopt;\n",
    "    static_cast<void>(opened);\n")
out("nobody's password is nobody's", SECRETS, "return same && somebody;", "return same || !somebody;")


# ---- Taking them out ----
class Unfit(Exception):
    pass


def changed_text(mutation, root=ROOT):
    with open(os.path.join(root, mutation.file), encoding="utf-8") as source:
        text = source.read()
    if text.count(mutation.old) != 1:
        raise Unfit(f"\"{mutation.name}\": its text is {text.count(mutation.old)} times in {mutation.file}")
    return text.replace(mutation.old, mutation.new)


def copy_tree(scratch):
    """Copies what differs, so that what was built stays built; takes away what is gone."""
    wanted = set()
    for top in COPIED:
        walk = os.walk(os.path.join(ROOT, top)) if os.path.isdir(os.path.join(ROOT, top)) else [(ROOT, (), (top,))]
        for folder, _, names in walk:
            wanted.update(os.path.relpath(os.path.join(folder, name), ROOT) for name in names)
    for path in sorted(wanted):
        source, target = os.path.join(ROOT, path), os.path.join(scratch, path)
        if not os.path.exists(target) or not filecmp.cmp(source, target, shallow=False):
            os.makedirs(os.path.dirname(target), exist_ok=True)
            shutil.copyfile(source, target)
    for top in COPIED:
        for folder, _, names in os.walk(os.path.join(scratch, top)):
            for name in names:
                path = os.path.join(folder, name)
                if os.path.relpath(path, scratch) not in wanted:
                    os.remove(path)


class Scratch:
    def __init__(self, folder, jobs, resume):
        self.folder, self.build, self.jobs = folder, os.path.join(folder, "build"), jobs
        copy_tree(folder)
        self.found = {}
        kept = os.path.join(folder, "found.json")
        if resume and os.path.exists(kept):
            with open(kept, encoding="utf-8") as found:
                self.found = json.load(found)
        # No optimisation and no symbols: what is built a hundred times has to be built quickly. No build type either,
        # which keeps the assertions.
        command = ["cmake", "-S", folder, "-B", self.build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=",
                   "-DCMAKE_CXX_FLAGS=-O0"]
        if shutil.which("ld.lld"):
            command.append("-DCMAKE_EXE_LINKER_FLAGS=-fuse-ld=lld")
        imgui = os.path.join(ROOT, "build", "third_party", "imgui")
        if os.path.exists(imgui):
            command.append("-DPARASOL_IMGUI_DIR=" + imgui)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    def put(self, path, text):
        with open(os.path.join(self.folder, path), "w", encoding="utf-8") as target:
            target.write(text)

    def make(self, program):
        done = subprocess.run(["cmake", "--build", self.build, "--target", program, "--", f"-j{self.jobs}"],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            raise Unfit("does not compile:\n" + done.stdout[-3000:])

    def first_failure(self, program, which=()):
        """The first test case that fails, or nothing."""
        command = [os.path.join(self.build, program), *which, "--abort", "--reporter", "xml"]
        try:
            done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=LONGEST_RUN)
            text, failed = done.stdout, done.returncode != 0
        except subprocess.TimeoutExpired as late:
            text, failed = late.stdout or b"", True
        if not failed:
            return None
        name = "?"
        for match in re.finditer(r'<TestCase name="([^"]*)"|success="false"|<FatalErrorCondition',
                                 text.decode("utf-8", "replace")):
            if match.group(1) is None:
                break
            name = html.unescape(match.group(1))
        return name

    def caught_by(self, file=""):
        """The name of the program and of the test case; nothing where no test fails."""
        # The tests of the domain know nothing of the authority, and neither's know the server.
        if file.startswith("shell/server/"):
            self.make("server_tests")
            name = self.first_failure("server_tests", ("~killed at any moment*",))
            return ("server_tests", name) if name else None
        if not file.startswith("src/authority/"):
            name = self.domain_failure(
                next((first for start, first in FIRST_OF.items() if file.startswith(start)), FIRST))
            if name:
                return "domain_tests", name
        self.make("authority_tests")
        name = self.first_failure("authority_tests")
        return ("authority_tests", name) if name else None

    def domain_failure(self, first):
        self.make("domain_tests")
        about, rest = ",".join(f"[#{name}]" for name in first), "".join(f"~[#{name}]" for name in first)
        return self.first_failure("domain_tests", ("-#", about)) or self.first_failure("domain_tests", ("-#", rest))

    def take_out(self, mutation):
        changed = changed_text(mutation, self.folder)
        key = hashlib.sha256((mutation.file + changed).encode()).hexdigest()
        if key in self.found:
            return self.found[key]
        with open(os.path.join(self.folder, mutation.file), encoding="utf-8") as source:
            whole = source.read()
        self.put(mutation.file, changed)
        try:
            caught = self.caught_by(mutation.file)
        finally:
            self.put(mutation.file, whole)
        if caught:
            self.found[key] = caught
            self.put("found.json", json.dumps(self.found))
        return caught


def write_report(found):
    lines = ["# Permission checks, and what notices when one is missing", "",
             "Made by `tests/mutations/permission_checks.py`: each check of who may do or read what is taken out alone "
             "(where it gives, what it gives is taken away; a cell of a table is turned over), the tests are built and "
             "run, and the test case that fails first is named.", "",
             f"{len(found)} checks: "
             + ", ".join(f"{count} noticed by `{program}`" for program, count in sorted(collections.Counter(
                 caught[0] for _, caught in found if caught).items(), reverse=True))
             + f", {sum(not caught for _, caught in found)} by none.", "",
             "| check taken out | where | caught by |", "| --- | --- | --- |"]
    for mutation, caught in found:
        words = f"`{caught[0]}`: {caught[1]}".replace("|", "\\|") if caught else "**nothing**"
        lines.append(f"| {mutation.name} | `{mutation.file}` | {words} |")
    os.makedirs(os.path.dirname(REPORT), exist_ok=True)
    with open(REPORT, "w", encoding="utf-8") as report:
        report.write("\n".join(lines) + "\n")


def check_table():
    wrong = 0
    names = collections.Counter(mutation.name for mutation in MUTATIONS)
    for name, count in names.items():
        if count > 1:
            print(f"Two checks are called \"{name}\".", file=sys.stderr)
            wrong += 1
    for mutation in MUTATIONS:
        try:
            changed_text(mutation)
        except Unfit as unfit:
            print(unfit, file=sys.stderr)
            wrong += 1
    return wrong


def run(scratch, numbers, report):
    before = scratch.caught_by()
    if before:
        print(f"With every check in place {before[0]} fails already: {before[1]}", file=sys.stderr)
        return 1
    found, missed = [], 0
    for number in numbers:
        mutation = MUTATIONS[number - 1]
        try:
            caught = scratch.take_out(mutation)
        except Unfit as unfit:
            print(f"{number}. {mutation.name}: {unfit}", file=sys.stderr)
            missed += 1
            continue
        found.append((mutation, caught))
        if caught:
            print(f"{number}. {mutation.name}: {caught[0]}: {caught[1]}", flush=True)
        else:
            missed += 1
            print(f"{number}. {mutation.name}: *** NOBODY NOTICED *** ({mutation.file})", flush=True)
    print(f"{len(numbers) - missed} noticed, {missed} not.")
    if report and len(found) == len(numbers):
        write_report(found)
    return 1 if missed else 0


def main():
    parser = argparse.ArgumentParser(description="Takes out every check of who may, one at a time.")
    parser.add_argument("--list", action="store_true", help="number and name the checks")
    parser.add_argument("--only", type=int, action="append", metavar="N", help="take out this one; writes no report")
    parser.add_argument("--scratch", metavar="DIR", help="where to work; else a temporary folder")
    parser.add_argument("--resume", action="store_true", help="with --scratch: go on where an earlier run ended")
    parser.add_argument("--jobs", type=int, default=1, help="how many compilers at once")
    options = parser.parse_args()
    if options.list:
        for number, mutation in enumerate(MUTATIONS, 1):
            print(f"{number}. {mutation.name} ({mutation.file})")
    if check_table():
        return 1
    if options.list:
        return 0
    numbers = options.only or range(1, len(MUTATIONS) + 1)
    if options.only and not all(1 <= number <= len(MUTATIONS) for number in numbers):
        parser.error(f"there are {len(MUTATIONS)} checks")
    if options.scratch:
        os.makedirs(options.scratch, exist_ok=True)
        if os.path.realpath(options.scratch) == os.path.realpath(ROOT):
            parser.error("not in the checkout itself")
        scratch = Scratch(os.path.realpath(options.scratch), options.jobs, options.resume)
        return run(scratch, numbers, not options.only)
    with tempfile.TemporaryDirectory(prefix="permission-checks-") as folder:
        return run(Scratch(folder, options.jobs, False), numbers, not options.only)


if __name__ == "__main__":
    sys.exit(main())
