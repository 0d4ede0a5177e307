namespace Seraph.Core.Transactions;

/// <summary>Objects that wait to be used again. Safe for many threads; knows how many are out.</summary>
internal sealed class ObjectStack<T>(Func<T> create)
    where T : class
{
    private readonly Lock _lock = new();
    private T?[] _items = new T?[64];
    private int _count;
    private int _out;

    /// <summary>How many were taken and not given back.</summary>
    public int Out => Volatile.Read(ref _out);

    public T Take()
    {
        lock (_lock)
        {
            _out++;
            if (_count > 0)
            {
                var item = _items[--_count]!;
                _items[_count] = null;
                return item;
            }
        }

        return create();
    }

    public void Give(T item)
    {
        lock (_lock)
        {
            _out--;
            if (_count == _items.Length)
                Array.Resize(ref _items, _count * 2);
            _items[_count++] = item;
        }
    }
}
