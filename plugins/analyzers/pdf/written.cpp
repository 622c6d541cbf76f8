// C++17 alone, as pdf_structure.cpp.
#include "written.hpp"

#include <qpdf/Buffer.hh>
#include <qpdf/QPDFWriter.hh>

namespace pdf_analyzer {

std::string written(QPDF& pdf) {
  QPDFWriter writer(pdf);
  writer.setOutputMemory();
  writer.setStreamDataMode(qpdf_s_preserve);
  writer.setObjectStreamMode(qpdf_o_disable);
  writer.setPreserveEncryption(false);
  writer.write();
  const auto buffer = writer.getBufferSharedPointer();
  return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

}  // namespace pdf_analyzer
