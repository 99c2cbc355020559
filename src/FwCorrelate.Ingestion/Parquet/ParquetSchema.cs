// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.Parquet;

/// <summary>The columns of a table (<c>parquet.thrift</c>, <c>SchemaElement</c>).</summary>
internal static class ParquetSchema
{
    private const int Repeated = 2;

    public static IReadOnlyList<ParquetColumn> Read(ref CompactReader reader)
    {
        var count = reader.List(out _);
        if (count > ParquetFooter.MostColumns + 1)
            throw new InvalidDataException($"it has {count - 1} columns, expected at most {ParquetFooter.MostColumns}");
        var columns = new List<ParquetColumn>(count);

        // The first element is the table itself.
        for (var i = 0; i < count; i++)
        {
            var element = Element.Read(ref reader);
            if (i > 0)
                columns.Add(element.ToColumn());
        }

        return columns.GroupBy(c => c.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Skip(1).Any()) is { } twice
            ? throw new InvalidDataException($"it names the column '{Excerpt.Of(twice.Key)}' twice")
            : columns;
    }

    private struct Element()
    {
        private string _name = "";
        private int _type = -1;
        private int _length;
        private int _repetition;
        private int _children;
        private int _converted = -1;
        private int _scale;
        private ValueMeaning? _logical;

        public static Element Read(ref CompactReader reader)
        {
            var element = new Element();
            var outer = reader.Begin();
            while (reader.TryNext(out var field, out var type))
                element.Take(ref reader, field, type);
            reader.End(outer);
            return element;
        }

        public readonly ParquetColumn ToColumn()
        {
            if (_children > 0 || _repetition == Repeated || _type is < 0 or > (int)PhysicalType.FixedLengthByteArray)
                throw new InvalidDataException($"its column '{Excerpt.Of(_name)}' holds lists or columns of its own, expected flat columns");
            if (_type == (int)PhysicalType.FixedLengthByteArray && _length is <= 0 or > 1024)
                throw new InvalidDataException($"values of its column '{Excerpt.Of(_name)}' have {_length} bytes, expected 1 to 1024");
            return new ParquetColumn(_name, (PhysicalType)_type, _logical ?? Converted(_converted), _repetition == 1, _length, _scale);
        }

        private void Take(ref CompactReader reader, int field, CompactType type)
        {
            switch (field)
            {
                case 1 when type == CompactType.I32:
                    _type = (int)reader.Count(int.MaxValue);
                    break;
                case 2 when type == CompactType.I32:
                    _length = (int)reader.Count(int.MaxValue);
                    break;
                case 3 when type == CompactType.I32:
                    _repetition = (int)reader.Count(Repeated);
                    break;
                case 4 when type == CompactType.Binary:
                    _name = reader.Text();
                    break;
                case 5 when type == CompactType.I32:
                    _children = (int)reader.Count(int.MaxValue);
                    break;
                case 6 when type == CompactType.I32:
                    _converted = (int)reader.Count(int.MaxValue);
                    break;
                case 7 when type == CompactType.I32:
                    _scale = (int)reader.Count(38);
                    break;
                case 10 when type == CompactType.Struct:
                    _logical = Logical(ref reader);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        private static ValueMeaning Converted(int type) => type switch
        {
            6 => ValueMeaning.Date,
            9 => ValueMeaning.TimestampMillis,
            10 => ValueMeaning.TimestampMicros,
            11 or 12 or 13 or 14 => ValueMeaning.Unsigned,
            _ => ValueMeaning.Plain,
        };

        // A union: one field, whose number says which it is.
        private static ValueMeaning? Logical(ref CompactReader reader)
        {
            ValueMeaning? meaning = null;
            var outer = reader.Begin();
            while (reader.TryNext(out var field, out var type))
            {
                if (field == 6)
                    meaning = ValueMeaning.Date;
                if (field == 8 && type == CompactType.Struct)
                    meaning = Timestamp(ref reader);
                else
                    reader.Skip(type);
            }

            reader.End(outer);
            return meaning;
        }

        private static ValueMeaning? Timestamp(ref CompactReader reader)
        {
            ValueMeaning? meaning = null;
            var outer = reader.Begin();
            while (reader.TryNext(out var field, out var type))
            {
                if (field != 2 || type != CompactType.Struct)
                {
                    reader.Skip(type);
                    continue;
                }

                var inner = reader.Begin();
                while (reader.TryNext(out var unit, out var unitType))
                {
                    meaning = unit switch
                    {
                        1 => ValueMeaning.TimestampMillis,
                        2 => ValueMeaning.TimestampMicros,
                        _ => ValueMeaning.TimestampNanos,
                    };
                    reader.Skip(unitType);
                }

                reader.End(inner);
            }

            reader.End(outer);
            return meaning;
        }
    }
}
