#include "../bill_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <document_text/tests/sheets.hpp>
#include <mx/person.hpp>

namespace cotejo::address_proof {
namespace {

using document_text::testing::sheet;
using mx::AddressPart;

const std::vector<std::string> kElectricity{
    "CFE   Suministrador de Servicios Básicos",
    "Av. Paseo de la Reforma 164, Col. Juárez, C.P. 06600, Ciudad de México. RFC: CSS160330CP7",
    "",
    "",
    "ROSA MARIA ZAMORA QUIROZ                    TOTAL A PAGAR:",
    "C. ALLENDE 12 INT 3                         $580",
    "COL. CENTRO",
    "C.P. 44100 GUADALAJARA, JAL.",
    "",
    "",
    "NO. DE SERVICIO:  123456789012",
    "LÍMITE DE PAGO:   05 NOV 26",
    "PERIODO FACTURADO:   20 AGO 26 - 20 OCT 26",
    "",
    "Lectura actual     Lectura anterior     Total periodo",
    "01250              01000                250",
    "",
    "Subtotal             500.00",
    "IVA 16%               80.00",
    "Fac. del Periodo     580.00",
    "Adeudo Anterior      300.00",
    "Su Pago             -300.00",
    "Total               $580.00",
    "",
    "NO. DE SERVICIO:  123456789012              TOTAL A PAGAR:",
    "                                            $580",
    "011234567890122611050000005804"};

Bill read(const std::vector<std::string>& lines) {
  return BillReader{Layouts{}}.read({sheet(lines)});
}

TEST(BillReader, ElectricityBill) {
  const Bill bill = read(kElectricity);
  ASSERT_TRUE(bill.recognised);
  ASSERT_TRUE(bill.layout && bill.addressed && bill.holder);
  EXPECT_EQ(bill.layout->kind, "electricity");
  EXPECT_EQ(bill.holder->value, "ROSA MARIA ZAMORA QUIROZ");
  EXPECT_EQ(bill.addressed->address[AddressPart::street], "CALLE ALLENDE");
  EXPECT_EQ(bill.addressed->address[AddressPart::interior_number], "3");
  EXPECT_EQ(bill.addressed->address[AddressPart::postal_code], "44100");
  EXPECT_EQ(bill.addressed->address[AddressPart::state], "Jalisco");
  EXPECT_EQ(bill.service_number->value, "123456789012");
  EXPECT_EQ(bill.due->value, document_text::Day(std::chrono::year{2026}, std::chrono::November, std::chrono::day{5}));
  EXPECT_EQ(bill.subtotal->value, 50000);
  EXPECT_EQ(bill.tax->value, 8000);
  EXPECT_EQ(bill.period_total->value, 58000);
  EXPECT_EQ(bill.previous_balance->value, 30000);
  EXPECT_EQ(bill.payments->value, -30000);
  EXPECT_EQ(bill.total->value, 58000);
  EXPECT_EQ(bill.reading_current->value - bill.reading_previous->value, bill.consumption->value);
}

TEST(BillReader, ANumberThatMayBeginWithItsSignIsMarked) {
  document_text::Page page = sheet(kElectricity);
  for (auto& word : page.words) word.may_hold_sign = word.text == "12";
  const auto block = BillReader{Layouts{}}.read({page}).addressed;
  ASSERT_TRUE(block);
  const auto marked = [&](AddressPart part) { return block->may_hold_sign[static_cast<std::size_t>(part)]; };
  EXPECT_TRUE(marked(AddressPart::exterior_number));
  EXPECT_FALSE(marked(AddressPart::interior_number));
  EXPECT_FALSE(marked(AddressPart::street));
  EXPECT_TRUE(block->text_may_hold_sign);
  EXPECT_FALSE(read(kElectricity).addressed->text_may_hold_sign);
}

TEST(BillReader, WhatIsPrintedTwiceIsToldTwice) {
  const Bill bill = read(kElectricity);
  std::map<std::string, std::vector<std::string>> values;
  for (const Repeat& each : bill.repeats) values[std::string(each.what)].push_back(each.value);
  EXPECT_EQ(values["service_number"].size(), 3U);  // head, stub, bar code
  EXPECT_EQ(values["due_date"], std::vector<std::string>{"2026-11-05"});
  for (const auto& total : values["total"]) EXPECT_TRUE(total == "580" || total == "580.00") << total;
  EXPECT_GE(values["total"].size(), 3U);
}

TEST(BillReader, AForm) {
  const Bill bill =
      read({"Servicios de agua potable y alcantarillado", "", "Nombre:     LUIS OCHOA PEÑA",
            "Domicilio:  PRIV LOS PINOS MZ 4 LT 12", "Colonia:    FRACC JARDINES DEL SUR          C.P.: 97000",
            "Municipio:  MERIDA                          Estado: YUCATAN", "",
            "Contrato:   12345678       Periodo: 01/09/2026 al 30/09/2026"});
  ASSERT_TRUE(bill.recognised && bill.addressed && bill.holder);
  EXPECT_EQ(bill.layout->kind, "water");
  EXPECT_EQ(bill.holder->value, "LUIS OCHOA PEÑA");
  EXPECT_EQ(bill.addressed->address[AddressPart::street], "PRIVADA LOS PINOS");
  EXPECT_EQ(bill.addressed->address[AddressPart::exterior_number], "MZ 4 LT 12");
  EXPECT_EQ(bill.addressed->address[AddressPart::colonia], "FRACCIONAMIENTO JARDINES DEL SUR");
  EXPECT_EQ(bill.addressed->address[AddressPart::postal_code], "97000");
  EXPECT_EQ(bill.addressed->address[AddressPart::municipality], "MERIDA");
  EXPECT_EQ(bill.addressed->address[AddressPart::state], "Yucatán");
}

// As CFE prints it: the issuer right above, a key that begins with the postal code below, the amount in words.
TEST(BillReader, TheCustomersAddressIsNotTheIssuersNorAKey) {
  const Bill bill = read(
      {"CFE   Suministrador de Servicios Básicos",
       "Río Ródano No. 14, Colonia Cuauhtémoc, Código Postal 06500, Ciudad de México. RFC: CSS160330CP7",
       "HERNANDEZ ALCANTAR ROSAURA                  TOTAL A PAGAR:", "CJON DEL BESO 18 INT 2                      $734",
       "BARRIO EL CALVARIO                          (SETECIENTOS TREINTA Y CUATRO PESOS M.N.)", "C.P. 36000",
       "GUANAJUATO,GTO.", "", "NO. DE SERVICIO: 123 456 789 012", "RMU: 36000 26-05-12 HEAR-800101 001 CFE"});
  ASSERT_TRUE(bill.addressed && bill.holder);
  EXPECT_EQ(bill.holder->value, "HERNANDEZ ALCANTAR ROSAURA");
  EXPECT_EQ(bill.addressed->address[AddressPart::street], "CALLEJON DEL BESO");
  EXPECT_EQ(bill.addressed->address[AddressPart::postal_code], "36000");
  EXPECT_EQ(bill.addressed->address[AddressPart::municipality], "GUANAJUATO");
  EXPECT_TRUE(std::any_of(bill.repeats.begin(), bill.repeats.end(),
                          [](const Repeat& each) { return each.place == "words" && each.value == "734"; }));
}

TEST(BillReader, OneAddressIsNotMadeOfTwo) {
  const Bill bill = read({"Comisión Federal de Electricidad             Total a pagar", "Aviso Recibo",
                          "Av. Paseo de la Reforma 164, Col. Juárez, C.P. 06600 México, D.F. RFC CFE370814QI0",
                          "Nombre y domicilio", "ISLAS PALOMARES EFRAIN", "AND 12 DE OCTUBRE MZ 4 LT 18",
                          "U HAB LOS ROSALES", "C.P.80210 CULIACAN, SIN", "RFC IAPE800101AB1"});
  ASSERT_TRUE(bill.addressed && bill.holder);
  EXPECT_EQ(bill.holder->value, "ISLAS PALOMARES EFRAIN");
  EXPECT_EQ(bill.addressed->address[AddressPart::street], "ANDADOR 12 DE OCTUBRE");
  EXPECT_EQ(bill.addressed->address[AddressPart::postal_code], "80210");
  EXPECT_EQ(bill.addressed->address[AddressPart::municipality], "CULIACAN");
}

TEST(BillReader, ATelephoneBillsPostalCodeNamesItsDistributionCentre) {
  const Bill bill =
      read({"Teléfonos de México, S.A.B. de C.V.", "Parque Vía 198, Col. Cuauhtémoc, C.P. 06500, Ciudad de México",
            "RFC: TME840315-KT6", "", "", "OCTAVIO BUSTAMANTE LEYVA", "AV UNIVERSIDAD 1200 DEPTO 402", "COL XOCO",
            "BENITO JUAREZ, CIUDAD DE MEXICO", "CP 03330-CR -03331", "", "Teléfono  55 5604 1234",
            "Pagar antes de  25-SEP-2026"});
  ASSERT_TRUE(bill.addressed && bill.holder);
  EXPECT_EQ(bill.addressed->address[AddressPart::street], "AVENIDA UNIVERSIDAD");
  EXPECT_EQ(bill.addressed->address[AddressPart::postal_code], "03330");
  EXPECT_EQ(bill.addressed->address[AddressPart::colonia], "XOCO");
  EXPECT_EQ(bill.addressed->address[AddressPart::municipality], "BENITO JUAREZ");
}

// As browsers and report writers break narrow columns.
TEST(BillReader, LabelsAndValuesGoOnInTheNextLine) {
  const Bill bill =
      read({"Servicios de agua potable y alcantarillado", "",
            "Nombre del    Juana Olvera Del     FECHA DE       23 de septiembre",
            "usuario:      Río                  EMISIÓN        de 2026", "Calle:        Sor Juana Inés",
            "              de la Cruz           PERIODO DE     05 JUL 26 AL 05",
            "No.           413C                 SERVICIO       AGO 26",
            "exterior:                          ÚLTIMO DÍA DE  Octubre 6, 2026",
            "Colonia:      Buenavista           PAGO", "C.P.:         04227                CUENTA         7174-6121",
            "Delegación o  Coyoacán", "municipio:", "Estado:       Ciudad de México"});
  ASSERT_TRUE(bill.addressed && bill.holder && bill.period && bill.issued && bill.due && bill.service_number);
  EXPECT_EQ(bill.holder->value, "Juana Olvera Del Río");
  EXPECT_EQ(bill.addressed->address[AddressPart::street], "CALLE SOR JUANA INES DE LA CRUZ");
  EXPECT_EQ(bill.addressed->address[AddressPart::exterior_number], "413C");
  EXPECT_EQ(bill.addressed->address[AddressPart::colonia], "BUENAVISTA");
  EXPECT_EQ(bill.addressed->address[AddressPart::municipality], "COYOACAN");
  EXPECT_EQ(bill.addressed->address[AddressPart::state], "Ciudad de México");
  EXPECT_EQ(mx::to_iso(bill.period->value.from), "2026-07-05");
  EXPECT_EQ(mx::to_iso(bill.period->value.to), "2026-08-05");
  EXPECT_EQ(mx::to_iso(bill.issued->value), "2026-09-23");
  EXPECT_EQ(mx::to_iso(bill.due->value), "2026-10-06");
}

TEST(BillReader, AnAddressStandsBesideItsLabelAmongOthers) {
  const Bill bill =
      read({"Gas Natural del Noroeste", "", "Titular                  Ma. del Carmen Ibarra Cisneros",
            "Dirección de suministro  Cedro # 2824 Depto. 33", "                         Barrio El Santuario",
            "                         CP: 77514 Cancún, Quintana Roo", "Número de cuenta         34 6633 4732",
            "Pague antes del          Septiembre 26, 2026"});
  ASSERT_TRUE(bill.addressed && bill.holder);
  EXPECT_EQ(bill.holder->value, "Ma. del Carmen Ibarra Cisneros");
  EXPECT_EQ(bill.addressed->address[AddressPart::street], "CEDRO");
  EXPECT_EQ(bill.addressed->address[AddressPart::interior_number], "33");
  EXPECT_EQ(bill.addressed->address[AddressPart::colonia], "BARRIO EL SANTUARIO");
  EXPECT_EQ(bill.addressed->address[AddressPart::municipality], "CANCUN");
}

TEST(BillReader, AHouseNumberMayBeWrittenTogetherWithItsLabel) {
  const Bill bill =
      read({"Municipio de Morelia   Tesorería Municipal", "", "ZÚÑIGA YÁÑEZ MARÍA FERNANDA", "PINO SUÁREZ NO.2834",
            "BO. LA MERCED", "MORELIA, MICHOACÁN", "C.P. 58056", "", "Cuenta predial  15 7979 61236"});
  ASSERT_TRUE(bill.addressed && bill.holder);
  EXPECT_EQ(bill.holder->value, "ZÚÑIGA YÁÑEZ MARÍA FERNANDA");
  EXPECT_EQ(bill.addressed->address[AddressPart::exterior_number], "2834");
}

// Of which the customer's address cannot be read: that of the issuer is not taken instead.
TEST(BillReader, TheIssuersAddressIsNobodys) {
  const Bill bill = read({"Megaluz Internet", "Av. Insurgentes Sur 1455, Col. Mixcoac, C.P. 03920, Benito Juárez, CDMX",
                          "", "Cliente: Itzel Muñoz Cisneros", "Domicilio: Cto. Prof. Montaño",
                          "Número de cuenta 9791113882", "Pagar antes de  25-SEP-2026"});
  EXPECT_TRUE(bill.recognised);
  EXPECT_FALSE(bill.addressed);
}

TEST(BillReader, ADayIsNoNumberOfAnAccount) {
  const Bill bill = read({"Megaluz Internet", "Periodo          Cuenta      Vence",
                          "16-08-2026 AL 16-10-2026     03-11-2026", "Total a pagar $640"});
  EXPECT_TRUE(bill.recognised);
  EXPECT_FALSE(bill.service_number);
}

TEST(BillReader, PropertyTaxIsAProofToo) {
  const Bill bill = read({"Municipio de Tijuana   Tesorería Municipal", "Propietario: Ma. del Carmen Arreola Ibarra",
                          "Cuenta predial  546-977758      Vence  20/ago/2026", "Impuesto predial  680.59"});
  ASSERT_TRUE(bill.layout && bill.service_number && bill.holder);
  EXPECT_EQ(bill.layout->kind, "property_tax");
  EXPECT_EQ(bill.service_number->value, "546977758");
  EXPECT_EQ(bill.holder->value, "Ma. del Carmen Arreola Ibarra");
}

// Two labels with their values in each row, and days of two columns below a label of another.
TEST(BillReader, AGridOfLabelsIsNotMisread) {
  const Bill bill =
      read({"SIAPA   Servicios de Agua Potable y Alcantarillado", "",
            "Nombre        MARISOL TREVIÑO AGUIRRE        Cuenta contrato    1234567890",
            "Domicilio     CALLE MANUEL ACUÑA 1890        Clave de uso       HABITACIONAL",
            "Colonia       LADRON DE GUEVARA              Código postal      44600",
            "Municipio     GUADALAJARA                    Estado             JALISCO", "",
            "Periodo de      Lectura      Fecha de       Fecha de",
            "facturación     anterior     emisión        vencimiento",
            "01/09/2026 -    1204         05/11/2026     25/11/2026", "31/10/2026", "", "TOTAL A PAGAR   $ 449.73"});
  EXPECT_TRUE(!bill.period || bill.period->value.to.month() == std::chrono::October);
  EXPECT_TRUE(!bill.addressed || bill.addressed->address[AddressPart::street] == "CALLE MANUEL ACUÑA");
  ASSERT_TRUE(bill.holder);
  EXPECT_EQ(bill.holder->value, "MARISOL TREVIÑO AGUIRRE");
}

TEST(BillReader, AStatementProvesAnAddressAndIsNoBill) {
  const Bill bill =
      read({"BANCO IMAGINARIO, S.A., INSTITUCION DE BANCA MULTIPLE", "ESTADO DE CUENTA", "", "ROSA MARIA ZAMORA QUIROZ",
            "C. ALLENDE 12 INT 3", "COL. CENTRO", "C.P. 44100 GUADALAJARA, JAL.", "",
            "Periodo   01/09/2026 al 30/09/2026      No. de cuenta   7012345678", "Total de depósitos     24,624.73",
            "Total de retiros        7,533.23", "",
            "FECHA    CONCEPTO     REFERENCIA     No. de cuenta     IMPORTE     SALDO",
            "02 SEP   COMPRA       2985728        9041893746         200.00     1,500.00"});
  ASSERT_TRUE(bill.layout && bill.holder && bill.addressed);
  EXPECT_EQ(bill.layout->kind, "bank_statement");
  EXPECT_EQ(bill.holder->value, "ROSA MARIA ZAMORA QUIROZ");
  EXPECT_TRUE(bill.repeats.empty()) << "what its tables say again is not the same thing";
  EXPECT_FALSE(bill.total);
}

TEST(BillReader, AnotherDocumentIsNoBill) {
  EXPECT_FALSE(
      read({"CARTA DE RECOMENDACION", "A quien corresponda:", "conozco a la persona desde hace diez años"}).recognised);
}

TEST(Layouts, ANewIssuerIsAnObject) {
  const auto file = boost::json::parse(R"({"id": "sol", "name": "Luz del Sol", "kind": "electricity",
      "identity": ["luz del sol"], "labels": {"service_number": ["clave"]}})")
                        .as_object();
  const Bill bill = BillReader{Layouts{std::span(&file, 1)}}.read({sheet({"LUZ DEL SOL", "Clave: 987654321"})});
  ASSERT_TRUE(bill.recognised);
  EXPECT_EQ(bill.layout->name, "Luz del Sol");
  EXPECT_EQ(bill.service_number->value, "987654321");
}

TEST(Layouts, MistakesAreRefused) {
  for (const char* text : {R"({})", R"({"id": "a"})", R"({"id": "a", "kind": "gas", "colour": 1})",
                           R"({"id": "a", "kind": "gas", "barcode": {"digits": 5, "due": [2, 6]}})"}) {
    const auto file = boost::json::parse(text).as_object();
    EXPECT_THROW(Layouts{std::span(&file, 1)}, std::invalid_argument) << text;
  }
}

TEST(BillReader, AnEightBehindAHyphenMayBeALetterInAPicture) {
  const auto marked = [](const std::string& street, bool picture) {
    auto lines = kElectricity;
    lines[5] = street;
    auto page = sheet(lines);
    if (picture) page = document_text::testing::scanned(page);
    const Bill bill = BillReader{Layouts{}}.read({page});
    return bill.addressed && bill.addressed->may_hold_sign[static_cast<std::size_t>(AddressPart::exterior_number)];
  };
  EXPECT_TRUE(marked("C. ALLENDE 12-8", true));
  EXPECT_FALSE(marked("C. ALLENDE 12-8", false)) << "a text says what it says";
  EXPECT_FALSE(marked("C. ALLENDE 128", true));
}

const std::vector<std::string> kGrid{"SAPAS   Sistema de Agua Potable, Alcantarillado y Saneamiento",
                                     "Av. Ruiz Cortines 2200, Col. Obrera, C.P. 91050, Xalapa, Veracruz",
                                     "",
                                     "",
                                     "Nombre        ROSA MARIA ZAMORA QUIROZ         Cuenta           001-2245-7",
                                     "Domicilio     CALLE RIO NAZAS 88 PB            Uso              DOMESTICO",
                                     "Colonia       SAN LORENZO TEZONCO              Codigo postal    09790",
                                     "Municipio     IZTAPALAPA                       Estado           CIUDAD DE MEXICO",
                                     "",
                                     "",
                                     "Periodo de           Lectura     Fecha de      Fecha de",
                                     "facturacion          anterior    emision       vencimiento",
                                     "01 ago 2026 - 08     1204        11 sep 2026   27 sep 2026",
                                     "sep 2026",
                                     "",
                                     "",
                                     "TOTAL A PAGAR        $ 570.50"};

TEST(BillReader, AddressInCellsBesideTheirLabels) {
  const Bill bill = read(kGrid);
  ASSERT_TRUE(bill.addressed && bill.holder);
  EXPECT_EQ(bill.holder->value, "ROSA MARIA ZAMORA QUIROZ");
  EXPECT_EQ(bill.addressed->address[AddressPart::street], "CALLE RIO NAZAS");
  EXPECT_EQ(bill.addressed->address[AddressPart::exterior_number], "88");
  EXPECT_EQ(bill.addressed->address[AddressPart::interior_number], "PB");
  EXPECT_EQ(bill.addressed->address[AddressPart::colonia], "SAN LORENZO TEZONCO");
  EXPECT_EQ(bill.addressed->address[AddressPart::postal_code], "09790");
  EXPECT_EQ(bill.addressed->address[AddressPart::municipality], "IZTAPALAPA");
  EXPECT_EQ(bill.addressed->address[AddressPart::state], "Ciudad de México");
}

TEST(BillReader, AddressBelowARowOfLabels) {
  const Bill bill =
      read({"Comision de Agua Potable y Alcantarillado", "", "",
            "Nombre del usuario         Calle            No. ext.   Colonia",
            "ROSA MARIA ZAMORA QUIROZ   RIO NAZAS        88-B       CENTRO", "", "",
            "Codigo postal   Uso          Municipio    Estado", "76000           DOMESTICO    QUERETARO    QUERETARO",
            "", "", "TOTAL A PAGAR   $ 570.50", "Vence           27 sep 2026"});
  ASSERT_TRUE(bill.addressed);
  EXPECT_EQ(bill.addressed->address[AddressPart::street], "RIO NAZAS");
  EXPECT_EQ(bill.addressed->address[AddressPart::exterior_number], "88B");
  EXPECT_EQ(bill.addressed->address[AddressPart::colonia], "CENTRO");
  EXPECT_EQ(bill.addressed->address[AddressPart::municipality], "QUERETARO");
}

TEST(BillReader, ValuesBrokenInNarrowColumns) {
  const Bill bill =
      read({"SAPAS   Sistema de Agua Potable", "", "",
            "Nombre        ROSA MARIA ZAMORA QUIROZ         Cuenta     001-2245-7",
            "Domicilio     BLVD MANUEL AVILA CAMACHO 80     Uso        DOMESTICO", "              EDIF C DEPTO 12",
            "Colonia       LOMAS DE ANGELOPOLIS             Codigo     72830",
            "                                               postal",
            "Municipio     SAN ANDRES CHOLULA               Estado     PUEBLA", "", "",
            "Consumo      Fecha de         Vence", "27           11 de            22 de",
            "             septiembre de    septiembre de", "             2026             2026", "", "",
            "TOTAL A PAGAR        $ 570.50"});
  ASSERT_TRUE(bill.addressed && bill.due);
  EXPECT_EQ(bill.addressed->address[AddressPart::postal_code], "72830");
  EXPECT_EQ(bill.addressed->address[AddressPart::interior_number], "EDIF C 12");
  EXPECT_EQ(mx::to_iso(bill.due->value), "2026-09-22");
}

TEST(BillReader, PeriodOfItsOwnColumn) {
  const Bill bill = read(kGrid);
  ASSERT_TRUE(bill.period && bill.issued && bill.due);
  EXPECT_EQ(mx::to_iso(bill.period->value.from), "2026-08-01");
  EXPECT_EQ(mx::to_iso(bill.period->value.to), "2026-09-08");
  EXPECT_EQ(mx::to_iso(bill.issued->value), "2026-09-11");
  EXPECT_EQ(mx::to_iso(bill.due->value), "2026-09-27");
}

TEST(BillReader, DateBelowItsLabelWithLinesOfAnotherColumnBetween) {
  document_text::Page page =
      sheet({"Telefonos y Comunicaciones, S.A.B. de C.V.", "", "",
             "Total a pagar    Pagar antes de        ROSA MARIA ZAMORA QUIROZ",
             "                                       AV JUAREZ 12", "                                       COL CENTRO",
             "$ 1,317.18       24/10/2026            C.P. 44100 GUADALAJARA, JAL."});
  for (auto& word : page.words) word.box.y *= 0.85;  // lines as close as in print
  const Bill bill = BillReader{Layouts{}}.read({page});
  ASSERT_TRUE(bill.due);
  EXPECT_EQ(mx::to_iso(bill.due->value), "2026-10-24");
}

}  // namespace
}  // namespace cotejo::address_proof
