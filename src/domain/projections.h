// Projections: the copies that follow from a source's before and after image, derived in the same commit
// (DESIGN 5). Rules never write a copy. A copy whose scope is not held is skipped.
//
//   AccountRow      index row in children:<parent>, which moves with it; standing and face of a base account;
//                   key-number; the card in its active MembershipRow and in its pending JoinRequestRow; where it owns
//                   one, the creator_name of its pending OwnRequestRows
//   FaceRow         where its brand changes: the faces of the base accounts directly below it
//   GrantRow        HeldGrantRow in person:<person>; the index row's administrators count
//   InvitationRow   ReceivedInvitationRow in invited:<email>; DueRows while pending
//   MembershipRow   OwnMembershipRow in account:<account>; the index row's federation; at its end the grants of
//                   people:<account> that were given through the federation go, and such invitations are revoked
//   FederationRow   where its owner changes: owner in both ends' OwnMembershipRow, their index rows'
//                   open_requests, the creator_name of pending OwnRequestRows
//   LimitRow        MemberLimitRow in federation-owner:<federation>; DueRows while it has an end
//   FederationAdministratorRow  HeldSeatRow in person:<person> while in office
//   TransferRow     OwnTransferRow in account:<to> and account:<from>; DueRow while offered
//   JoinRequestRow  OwnRequestRow in account:<account>; the owner's index row's open_requests; DueRows while
//                   pending; AccessCodeRow.uses_taken
//   AccessCodeRow   DueRow while live
//   PersonRow       key-email
//   TicketRow       DueRow
#pragma once

#include "domain/work.h"

namespace parasol {

// Runs the projections of every change in `work` so far, and of what they change in turn.
void project(Work& work);

}  // namespace parasol
