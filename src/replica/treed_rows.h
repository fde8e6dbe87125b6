// Rows, and the tree of accounts that their index rows make: changed together, so that they never disagree.
#pragma once

#include <utility>

#include "domain/row_set.h"
#include "replica/account_tree.h"

namespace parasol {

class TreedRows {
  public:
    TreedRows() = default;
    // `tree` is of all index rows that `rows` shows.
    TreedRows(RowSet rows, AccountTree tree) : rows_(std::move(rows)), tree_(std::move(tree)) {}

    // For what changes no index row: holding scopes, and rules, which leave the rows as they were.
    RowSet& rows() { return rows_; }
    const RowSet& rows() const { return rows_; }
    const AccountTree& tree() const { return tree_; }

    // All anew.
    void reset(RowSet rows);
    void put(const Scope& scope, const Row& row);
    void erase(const Scope& scope, std::size_t type, const Id& id);
    void drop(const Scope& scope);

  private:
    RowSet rows_;
    AccountTree tree_;
};

}  // namespace parasol
