// Reads what append_scope (pages.h) has written: a page's payload, as much at a time as is wanted, since a page may be
// one scope of 100,000 rows.
#pragma once

#include <cstddef>
#include <string_view>

#include "domain/callback.h"
#include "domain/row_set.h"
#include "wire/binary.h"

namespace parasol {

class PageReader {
  public:
    // Names a scope that has been read to its end, and how large it was.
    using EachScope = Callback<void(const Scope&, std::size_t)>;

    // Borrows the payload.
    explicit PageReader(std::string_view payload) : reader_(payload) {}
    // Goes on for about so many bytes, one row at least; `rows` is the same at each call. False where it does not
    // decode (`rows` then has part of it).
    bool read(std::size_t bytes, RowSet& rows, const EachScope& each_scope);
    std::size_t left() const { return reader_.left(); }  // bytes
    bool at_end() const { return rows_left_ == 0 && reader_.at_end(); }

  private:
    bool begin_scope(RowSet& rows);

    BinaryReader reader_;
    Scope scope_;                // that is being read
    std::size_t rows_left_ = 0;  // of it
    std::size_t scope_at_ = 0;   // bytes that were left where it began
};

// A whole page.
bool read_page(std::string_view payload, RowSet& rows, const PageReader::EachScope& each_scope);

}  // namespace parasol
