// The words of Acta inside a code block. Markdown around the blocks is split off before (compiler/syntax/document.cpp).
lexer grammar ActaLexer;

// The `|` that ends a table row is the last sign of its line; compiler/syntax/tokens.cpp renames it.
tokens { ROW_END }

// ---- words that begin a declaration -----------------------------------------------------------------------------
K_AMENDMENT   : 'amendment';
K_ANSWERS     : 'answers';
K_CALENDAR    : 'calendar';
K_DISAPPLY    : 'disapply';
K_ENTITY      : 'entity';
K_ENUM        : 'enum';
K_EXCEPTION   : 'exception';
K_FACTS       : 'facts';
K_GROUNDS     : 'grounds';
K_LAW         : 'law';
K_MODULE      : 'module';
K_OBLIGATION  : 'obligation';
K_PARAMETER   : 'parameter';
K_PARTY       : 'party';
K_PERIOD      : 'period';
K_PERMISSION  : 'permission';
K_POPULATION  : 'population';
K_POWER       : 'power';
K_PRESUMPTION : 'presumption';
K_PROHIBITION : 'prohibition';
K_READING     : 'reading';
K_RULE        : 'rule';
K_SCENARIO    : 'scenario';
K_TABLE       : 'table';
K_UNIT        : 'unit';
K_USE         : 'use';

// ---- words that are never names ---------------------------------------------------------------------------------
K_ABSENT     : 'absent';
K_AFTER      : 'after';
K_AND        : 'and';
K_AS         : 'as';
K_AS_OF      : 'as_of';
K_AT         : 'at';
K_BECAUSE    : 'because';
K_BEFORE     : 'before';
K_BETWEEN    : 'between';
K_CLAUSE     : 'clause';
K_COUNTED    : 'counted';
K_COUNTING   : 'counting';
K_ELSE       : 'else';
K_EVERY      : 'every';
K_EXACTLY    : 'exactly';
K_EXPECT     : 'expect';
K_FOR        : 'for';
K_FROM       : 'from';
K_GIVEN      : 'given';
K_GLOSS      : 'gloss';
K_GOVERNED   : 'governed';
K_HAS        : 'has';
K_HAVE       : 'have';
K_IF         : 'if';
K_IN         : 'in';
K_IS         : 'is';
K_JUDGED     : 'judged';
K_LIKE       : 'like';
K_MATCH      : 'match';
K_NO         : 'no';
K_NOT        : 'not';
K_OF         : 'of';
K_ON         : 'on';
K_OR         : 'or';
K_OTHERWISE  : 'otherwise';
K_OVERLAPS   : 'overlaps';
K_PRESENT    : 'present';
K_ROLLING    : 'rolling';
K_ROUNDED    : 'rounded';
K_ROUNDING   : 'rounding';
K_SKIPPING   : 'skipping';
K_SOME       : 'some';
K_THEN       : 'then';
K_TO         : 'to';
K_UNDER      : 'under';
K_UNLESS     : 'unless';
K_UNTIL      : 'until';
K_WHEN       : 'when';
K_WHERE      : 'where';
K_WITHOUT    : 'without';
K_YES        : 'yes';

// ---- soft words: keywords where ActaParser.g4 expects them, names everywhere else -------------------------------
K_ADD          : 'add';
K_AGE          : 'age';
K_ANY          : 'any';
K_ARITHMETIC   : 'arithmetic';
K_BACK         : 'back';
K_BELOW        : 'below';
K_BOOLEAN      : 'boolean';
K_BY           : 'by';
K_CASES        : 'cases';
K_CLEAR        : 'clear';
K_CONFLICT     : 'conflict';
K_COUNT        : 'count';
K_COUNTS       : 'counts';
K_COVERS       : 'covers';
K_DATE         : 'date';
K_DATES        : 'dates';
K_DATETIME     : 'datetime';
K_DAY          : 'day';
K_DAYS         : 'days';
K_DECIMAL      : 'decimal';
K_DONE         : 'done';
K_DOWN         : 'down';
K_DUE          : 'due';
K_EACH         : 'each';
K_EARLIEST     : 'earliest';
K_EASTER       : 'easter';
K_EVEN         : 'even';
K_FIRST        : 'first';
K_FORCE        : 'force';
K_FORWARD      : 'forward';
K_GROUND       : 'ground';
K_HALF         : 'half';
K_HOLIDAY      : 'holiday';
K_HOURS        : 'hours';
K_INSERT       : 'insert';
K_INTEGER      : 'integer';
K_LAST         : 'last';
K_LATEST       : 'latest';
K_LEAST        : 'least';
K_LET          : 'let';
K_LIFTS        : 'lifts';
K_LIST         : 'list';
K_LOGNORMAL    : 'lognormal';
K_MARCH        : 'march';
K_MAY          : 'may';
K_MEDIAN       : 'median';
K_MINUTES      : 'minutes';
K_MISSING      : 'missing';
K_MONEY        : 'money';
K_MONTHS       : 'months';
K_MOST         : 'most';
K_MOVED        : 'moved';
K_MUST         : 'must';
K_NEXT         : 'next';
K_NORMAL       : 'normal';
K_NTH          : 'nth';
K_NUMBER       : 'number';
K_OFF          : 'off';
K_OPTIONAL     : 'optional';
K_ORTHODOX     : 'orthodox';
K_PER          : 'per';
K_PLACES       : 'places';
K_PROVISION    : 'provision';
K_REPEAL       : 'repeal';
K_REPLACE      : 'replace';
K_REWORD       : 'reword';
K_SET          : 'set';
K_SOURCE       : 'source';
K_SUBSTITUTE   : 'substitute';
K_SUM          : 'sum';
K_TEXT         : 'text';
K_TIME         : 'time';
K_TIMES        : 'times';
K_TITLE        : 'title';
K_TITLED       : 'titled';
K_UNCOVERED    : 'uncovered';
K_UNDETERMINED : 'undetermined';
K_UNIFORM      : 'uniform';
K_UP           : 'up';
K_WEEKEND      : 'weekend';
K_WITH         : 'with';
K_WORKING      : 'working';
K_YEAR         : 'year';
K_YEARS        : 'years';
K_ZONE         : 'zone';

// ---- names, numbers, texts --------------------------------------------------------------------------------------
IDENT : [\p{L}_] [\p{L}\p{Nd}\p{Mn}\p{Mc}_]*;

// Written correctly a date is 2021-03-01 and a time 09:00; 2021-3-1 and 9:00 are words too, so that the error names them.
DATE    : D D D D '-' D D? '-' D D?;
TIME    : D D? ':' D D (':' D D)?;
PERCENT : DIGITS ('.' DIGITS)? '%';
DECIMAL : DIGITS '.' DIGITS;
INT     : DIGITS;

TEXT     : '"' (~["\\\r\n] | '\\' ~[\r\n])* '"';
CITATION : '[' ~[[\]\r\n]* ']';

// ---- signs ------------------------------------------------------------------------------------------------------
L_PAREN    : '(';
R_PAREN    : ')';
L_BRACE    : '{';
R_BRACE    : '}';
COMMA      : ',';
COLON      : ':';
SEMICOLON  : ';';
DOT        : '.';
EQUAL      : '=';
NOT_EQUAL  : '!=';
AT_MOST    : '<=';
LESS_THAN  : '<';
AT_LEAST   : '>=';
MORE_THAN  : '>';
PLUS       : '+';
MINUS      : '-';
STAR       : '*';
SLASH      : '/';
BAR        : '|';

// ---- what is passed over ----------------------------------------------------------------------------------------
SPACE   : [ \t\r\n]+ -> skip;
COMMENT : '--' ~[\r\n]* -> skip;

// ---- what is wrong by itself; each is reported with its own code ------------------------------------------------
OPEN_TEXT     : '"' (~["\\\r\n] | '\\' ~[\r\n])*;
OPEN_CITATION : '[' ~[[\]\r\n]*;
UNKNOWN       : .;

fragment D      : [0-9];
fragment DIGITS : [0-9] ([0-9_]* [0-9])?;
